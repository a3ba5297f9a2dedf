namespace Serverless.Bench.Scale;

/// <summary>What the shortener needs. Rates are a second's at the peak, unless a name says otherwise; sizes are gigabytes.</summary>
public sealed record LinkDemand
{
    private const double Billion = 1e9;
    private const int ManyTransactions = 3;
    private const double MonthDays = ScaleInputs.MonthSeconds / ScaleInputs.DaySeconds;

    private LinkDemand(ScaleInputs inputs, double factor)
    {
        var (load, costs) = (inputs.Load, inputs.Costs);
        var shorten = inputs.Counts["Shorten a URL"];
        CreatesAverage = load["linksPerMonth"] * factor / ScaleInputs.MonthSeconds;
        RedirectsAverage = CreatesAverage * load["redirectsPerLink"];
        (Creates, Redirects) = (CreatesAverage * load["peak"], RedirectsAverage * load["peak"]);
        Instances = inputs.Needed(Creates, costs["writeRate"]) + inputs.Needed(Redirects, costs["redirectRate"]);
        var several = Math.Max(1, Instances);

        var popularity = new Zipf(load["followedLinks"] * factor, load["linkPopularity"]);
        Caches = LinkCaches.Of(popularity, Redirects, RedirectsAverage, several, costs["memorySeconds"], costs["cacheSeconds"], costs["memoryLinks"]);
        RedisGb = Caches.LinksInRedis * costs["cachedLinkBytes"] / Billion;
        var (warm, cold) = (inputs.Counts["A redirect, warm"].RedisCommands, inputs.Counts["A redirect, cold"].RedisCommands);
        RedisCommands = Redirects * ((Caches.Redis * warm) + (Caches.Store * cold));

        KeyOperations = 2 * Creates / costs["linksPerKeyBlock"];
        LinkWrites = Creates * shorten.TableOperations;
        RowReads = Redirects * Caches.Store * inputs.Counts["A redirect, cold"].TableReads;
        var (each, seconds) = (Redirects / several, costs["clickSeconds"]);
        ClickCommands = several * Touched(costs["clickBuckets"], LinkCaches.Different(popularity, each, seconds)) / seconds;
        RedisCommands += ClickCommands;
        var runs = costs["rollUpSeconds"];
        ClickRows = LinkCaches.Different(popularity, Redirects, runs) / runs;
        ClickOperations = Transactions(costs, ClickRows * runs) / runs;
        // What is being rolled up, and what comes meanwhile.
        ClickRedisGb = 2 * ClickRows * runs * costs["clickFieldBytes"] / Billion;
        ExpiryWrites = Creates / costs["expiryShards"];

        LinkGbAMonth = load["linksPerMonth"] * factor * (LinkRowSizes.Link(load["urlCharacters"], load["ownerCharacters"]) + LinkRowSizes.Indexes(load["ownerCharacters"])) / Billion;
        LinkGb = LinkGbAMonth * load["monthsKept"];
        var (rowsADay, runsADay) = (LinkCaches.Different(popularity, RedirectsAverage, ScaleInputs.DaySeconds), ScaleInputs.DaySeconds / runs);
        var written = runsADay * LinkCaches.Different(popularity, RedirectsAverage, runs);
        ClickGbAMonth = ((rowsADay * LinkRowSizes.Clicks()) + (written * LinkRowSizes.ClicksOfRun())) * MonthDays / Billion;
        SentMegabits = Redirects * costs["redirectWireBytes"] * 8 / 1e6;
        SentGbAMonth = RedirectsAverage * ScaleInputs.MonthSeconds * costs["redirectWireBytes"] / Billion;
        Processors = inputs.Needed(Busy(inputs), 1);
    }

    public double CreatesAverage { get; }

    public double RedirectsAverage { get; }

    public double Creates { get; }

    public double Redirects { get; }

    /// <summary>Of Flex Consumption, by the rates that were measured of the Functions host.</summary>
    public double Instances { get; }

    /// <summary>Of containers, by the time that was measured of a processor.</summary>
    public double Processors { get; }

    public LinkCacheShares Caches { get; }

    public double RedisGb { get; }

    public double RedisCommands { get; }

    /// <summary>Queries and writes of the key pool, in all of its partitions.</summary>
    public double KeyOperations { get; }

    /// <summary>Operations on links and their indexes.</summary>
    public double LinkWrites { get; }

    /// <summary>Reads of link rows by redirects that no cache answers.</summary>
    public double RowReads { get; }

    /// <summary>Commands that add clicks to Redis: one for each bucket that an instance has clicks of, every few seconds.</summary>
    public double ClickCommands { get; }

    /// <summary>Of Redis, for clicks that are not in the table yet.</summary>
    public double ClickRedisGb { get; }

    /// <summary>Rows of clicks that are written by roll-ups.</summary>
    public double ClickRows { get; }

    /// <summary>The transactions that they are written by.</summary>
    public double ClickOperations { get; }

    /// <summary>Requests, a transaction of many rows as one.</summary>
    public double TableOperations => LinkWrites + RowReads + ClickOperations;

    /// <summary>The same if the service counted the rows of a transaction.</summary>
    public double TableRows => LinkWrites + RowReads + ClickRows;

    /// <summary>Into one partition of expiries.</summary>
    public double ExpiryWrites { get; }

    public double LinkGbAMonth { get; }

    /// <summary>Of all links that have not ended.</summary>
    public double LinkGb { get; }

    /// <summary>Rows of clicks, which stay as long as their link.</summary>
    public double ClickGbAMonth { get; }

    public double SentMegabits { get; }

    public double SentGbAMonth { get; }

    public static LinkDemand At(ScaleInputs inputs, double factor) => new(inputs, factor);

    /// <summary>Seconds of processor in a second.</summary>
    private double Busy(ScaleInputs inputs)
    {
        var costs = inputs.Costs;
        var own = (Creates * costs["createMicroseconds"]) + (Redirects * costs["redirectMicroseconds"]);
        return (own + (TableOperations * costs["storeCallMicroseconds"]) + (RedisCommands * costs["redisCallMicroseconds"])) / 1e6;
    }

    /// <summary>The transactions by which a run writes so many rows of clicks, each bucket its own.</summary>
    public static double Transactions(Figures costs, double rows)
    {
        var (buckets, atOnce) = (costs["clickBuckets"], costs["rowsPerTransaction"]);
        var each = rows / buckets;
        if (each > ManyTransactions * atOnce)
        {
            // The last one is half full on the average.
            return buckets * ((each / atOnce) + 0.5);
        }

        // One for as many rows as there may be in one, and for what is left: one more for each multiple that is exceeded.
        var (transactions, atMost, exactly) = (0.0, 0.0, Math.Exp(-each));
        for (var count = 0; count <= 2 * ManyTransactions * (int)atOnce; exactly *= each / ++count)
        {
            atMost += exactly;
            transactions += count % (int)atOnce == 0 ? 1 - atMost : 0;
        }

        return buckets * transactions;
    }

    /// <summary>How many buckets get something of so many things.</summary>
    private static double Touched(double buckets, double things) => buckets * (1 - Math.Exp(-things / buckets));
}
