namespace Serverless.Bench.Scale;

/// <summary>What the shortener needs. Rates are a second's at the peak, unless a name says otherwise; sizes are gigabytes.</summary>
public sealed record LinkDemand
{
    private const double Billion = 1e9;
    private const double MonthDays = ScaleInputs.MonthSeconds / ScaleInputs.DaySeconds;

    private LinkDemand(ScaleInputs inputs, double factor)
    {
        var (load, costs) = (inputs.Load, inputs.Costs);
        var shorten = inputs.Counts["Shorten a URL"];
        CreatesAverage = load["linksPerMonth"] * factor / ScaleInputs.MonthSeconds;
        RedirectsAverage = CreatesAverage * load["redirectsPerLink"];
        (Creates, Redirects) = (CreatesAverage * load["peak"], RedirectsAverage * load["peak"]);
        Instances = inputs.Needed(Creates, costs["writeRate"]) + inputs.Needed(Redirects, costs["redirectRate"]);

        var popularity = new Zipf(load["followedLinks"] * factor, load["linkPopularity"]);
        Caches = LinkCaches.Of(popularity, Redirects, Math.Max(1, Instances), costs["cacheSeconds"], costs["memoryLinks"]);
        RedisGb = Caches.LinksInRedis * costs["cachedLinkBytes"] / Billion;
        var (warm, cold) = (inputs.Counts["A redirect, warm"].RedisCommands, inputs.Counts["A redirect, cold"].RedisCommands);
        RedisCommands = Redirects * ((Caches.Redis * warm) + (Caches.Store * cold));

        KeyOperations = 2 * Creates / costs["linksPerKeyBlock"];
        LinkWrites = (Creates * shorten.TableOperations) + KeyOperations;
        RowReads = Redirects * Caches.Store * inputs.Counts["A redirect, cold"].TableReads;
        var each = Redirects / Math.Max(1, Instances);
        ClickRowShare = LinkCaches.Different(popularity, each, costs["clickSeconds"]) / (each * costs["clickSeconds"]);
        ClickOperations = Redirects * ClickRowShare * costs["clickOperations"];
        ExpiryWrites = Creates / costs["expiryShards"];

        LinkGbAMonth = load["linksPerMonth"] * factor * (LinkRowSizes.Link(load["urlCharacters"], load["ownerCharacters"]) + LinkRowSizes.Indexes(load["ownerCharacters"])) / Billion;
        LinkGb = LinkGbAMonth * load["monthsKept"];
        var perInstance = RedirectsAverage / Math.Max(1, Instances);
        var clickRowsADay = Math.Max(1, Instances) * LinkCaches.Different(popularity, perInstance, costs["instanceDays"] * ScaleInputs.DaySeconds) / costs["instanceDays"];
        ClickGbAMonth = clickRowsADay * MonthDays * LinkRowSizes.Clicks() / Billion;
        SentMegabits = Redirects * costs["redirectWireBytes"] * 8 / 1e6;
        SentGbAMonth = RedirectsAverage * ScaleInputs.MonthSeconds * costs["redirectWireBytes"] / Billion;
        Processors = inputs.Needed(Busy(inputs), 1);
    }

    public double CreatesAverage { get; }

    public double RedirectsAverage { get; }

    public double Creates { get; }

    public double Redirects { get; }

    /// <summary>Of Flex Consumption, by the rates that are planned for one.</summary>
    public double Instances { get; }

    /// <summary>Of containers, by the time that was measured of a processor.</summary>
    public double Processors { get; }

    public LinkCacheShares Caches { get; }

    public double RedisGb { get; }

    public double RedisCommands { get; }

    /// <summary>Queries and writes of the key pool, in all of its partitions.</summary>
    public double KeyOperations { get; }

    /// <summary>Operations on links, their indexes and keys.</summary>
    public double LinkWrites { get; }

    /// <summary>Reads of link rows by redirects that no cache answers.</summary>
    public double RowReads { get; }

    /// <summary>Rows of clicks to be changed, to redirects: below 1 where a link is followed several times between two flushes.</summary>
    public double ClickRowShare { get; }

    public double ClickOperations { get; }

    public double TableOperations => LinkWrites + RowReads + ClickOperations;

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
}
