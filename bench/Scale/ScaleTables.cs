namespace Serverless.Bench.Scale;

/// <summary>The tables of <c>docs/scale.md</c>.</summary>
public sealed class ScaleTables(ScaleInputs inputs, IReadOnlyList<double> factors)
{
    private const string Second = "/s";

    private readonly Dictionary<double, ScaleDemand> demands = [];

    /// <summary>Each by the name of its place in the page, in the page's order.</summary>
    public IReadOnlyDictionary<string, string> All() => new Dictionary<string, string>
    {
        ["estimates"] = Estimates(),
        ["links"] = Links(),
        ["checks"] = Checks(),
        ["messages"] = Messages(),
        ["total"] = Total(),
        ["money"] = Money(),
        ["bottlenecks"] = FirstLimits(),
        ["remedies"] = Remedies(),
        ["popularity"] = Popularity(),
        ["load"] = Given(inputs.Load),
        ["costs"] = Given(inputs.Costs),
        ["prices"] = Given(inputs.Prices),
        ["limits"] = Given(inputs.Limits),
    };

    private string Estimates()
    {
        var (load, costs, once) = (inputs.Load, inputs.Costs, At(1));
        var table = new ScaleTable(["", "the document", "the model", "", "Why they differ"], 2);
        Add("counters", "countersGb", once.Checks.RedisGb, "GB", "132 bytes are less than redis-server allocates: 64 for the key, 48 for the value, 64 for its entries in two hash tables, 16 to 32 for their share of the tables");
        Add("cache", "cacheGb", once.Links.RedisGb, "GB", "a link is believed for 30 s, so Redis never holds more than what is followed in 30 s; for a day it would be what the document says, about");
        Add("links a month, Table Storage", "linksGbAMonth", once.Links.LinkGbAMonth, "GB", "characters count double, the names of columns count, and there are two index entries; the document's kilobyte has room for a longer URL");
        Add("links a month, SQLite", "linksGbAMonth", load["linksPerMonth"] * costs["sqliteLinkBytes"] / 1e9, "GB", "one byte a character, names of columns once");
        Add("links created", "writesPerSecond", once.Links.CreatesAverage, Second, "rounded");
        Add("redirects", "readsPerSecond", once.Links.RedirectsAverage, Second, "rounded");
        return table.ToString();

        void Add(string what, string estimate, double model, string unit, string why) =>
            table.Add([what, ScaleTable.Number(load[estimate]), ScaleTable.Number(model), unit, why]);
    }

    private string Links() => Rows(
        ("links created, average", Second, demand => demand.Links.CreatesAverage),
        ("redirects, average", Second, demand => demand.Links.RedirectsAverage),
        ("redirects, peak", Second, demand => demand.Links.Redirects),
        ("answered from memory", "%", demand => 100 * demand.Links.Caches.Memory),
        ("from Redis", "%", demand => 100 * demand.Links.Caches.Redis),
        ("from the row", "%", demand => 100 * demand.Links.Caches.Store),
        ("links in Redis at a time", "", demand => demand.Links.Caches.LinksInRedis),
        ("Redis of the cache", "GB", demand => demand.Links.RedisGb),
        ("Redis commands", Second, demand => demand.Links.RedisCommands),
        ("Table Storage: links, indexes, keys", Second, demand => demand.Links.LinkWrites),
        ("Table Storage: rows read by redirects", Second, demand => demand.Links.RowReads),
        ("Table Storage: clicks", Second, demand => demand.Links.ClickOperations),
        ("links, a month", "GB", demand => demand.Links.LinkGbAMonth),
        ("links, all that have not ended", "GB", demand => demand.Links.LinkGb),
        ("clicks, a month", "GB", demand => demand.Links.ClickGbAMonth),
        ("sent, peak", "Mbit/s", demand => demand.Links.SentMegabits),
        ("instances of 2 GB on Flex Consumption", "", demand => Math.Ceiling(demand.Links.Instances)),
        ("or processors in containers", "", demand => Math.Ceiling(demand.Links.Processors)));

    private string Checks() => Rows(
        ("checks, average", Second, demand => demand.Checks.ChecksAverage),
        ("checks, peak", Second, demand => demand.Checks.Checks),
        ("Redis commands", Second, demand => demand.Checks.RedisCommands),
        ("Redis of the counters", "GB", demand => demand.Checks.RedisGb),
        ("to be bought, of which 75 % are for data", "GB", demand => demand.Checks.RedisSizeGb),
        ("processors of Redis that the commands need", "", demand => demand.Checks.RedisProcessors),
        ("checks of the most active caller", Second, demand => demand.Checks.HottestCaller),
        ("sent, peak", "Mbit/s", demand => demand.Checks.SentMegabits),
        ("instances of 2 GB on Flex Consumption", "", demand => Math.Ceiling(demand.Checks.Instances)),
        ("or processors in containers", "", demand => Math.Ceiling(demand.Checks.Processors)));

    private string Messages() => Rows(
        ("messages", Second, demand => demand.Messages.Messages),
        ("commits", Second, demand => demand.Messages.Commits),
        ("Cosmos DB, log", "RU/s", demand => demand.Messages.LogRu),
        ("Cosmos DB, cursors", "RU/s", demand => demand.Messages.CursorRu),
        ("stored", "GB", demand => demand.Messages.StoredGb),
        ("physical partitions of the log", "", demand => demand.Messages.Partitions),
        ("fullest of them to the mean", "", demand => demand.Messages.Skew),
        ("RU/s to allow the log because of that", "RU/s", demand => demand.Messages.LogRuToAllow),
        ("hottest topic, in one stream", "RU/s", demand => demand.Messages.HottestStreamRu),
        ("shards it needs", "", demand => demand.Messages.ShardsOfHottest),
        ("messages into the queue of pushes", Second, demand => demand.Messages.QueueMessages),
        ("Redis PUBLISH", Second, demand => demand.Messages.Publishes),
        ("what Redis sends for them, to every instance", Second, demand => demand.Messages.SignalsHeard),
        ("sent", "Mbit/s", demand => demand.Messages.SentMegabits),
        ("instances of 2 GB on Flex Consumption", "", demand => Math.Ceiling(demand.Messages.Instances)),
        ("or processors in containers, without push", "", demand => Math.Ceiling(demand.Messages.Processors)));

    private string Total() => Rows(
        ("instances of 2 GB on Flex Consumption", "", demand => Math.Ceiling(demand.Instances)),
        ("or processors in containers", "", demand => Math.Ceiling(demand.Processors)),
        ("storage accounts, by operations", "", demand => Math.Ceiling(demand.StorageOperations(inputs) / inputs.Limits["storageOperations"])),
        ("operations of Storage, peak", Second, demand => demand.StorageOperations(inputs)),
        ("Redis, both", "GB of data", demand => demand.Links.RedisGb + demand.Checks.RedisGb),
        ("Cosmos DB", "RU/s", demand => demand.Messages.Ru),
        ("sent, peak", "Mbit/s", demand => demand.SentMegabits));

    private string Money()
    {
        var lines = MonthlyCost.Stores(inputs, At(1)).Select((line, index) =>
            (line.What, "$", (Func<ScaleDemand, double>)(demand => MonthlyCost.Stores(inputs, demand)[index].Dollars)));
        return Rows(
        [
            .. lines,
            ("the apps on Flex Consumption", "$", demand => MonthlyCost.Functions(inputs, demand)),
            ("or in containers", "$", demand => MonthlyCost.Containers(inputs, demand)),
            ("**together, in containers**", "$", demand => MonthlyCost.Containers(inputs, demand) + Stores(demand)),
            ("**together, on Flex Consumption**", "$", demand => MonthlyCost.Functions(inputs, demand) + Stores(demand)),
            ("Front Door, if it is used, on top", "$", demand => MonthlyCost.FrontDoor(inputs, demand)),
        ]);

        double Stores(ScaleDemand demand) => MonthlyCost.Stores(inputs, demand).Sum(line => line.Dollars);
    }

    private string FirstLimits()
    {
        var table = new ScaleTable(["Resource", .. factors.Select(Times), "used up at", "Limit", "Then"], factors.Count + 1);
        foreach (var (limit, at) in Bottlenecks.Of(inputs).Select(limit => (limit, At: limit.ReachedAt(At))).OrderBy(pair => pair.At ?? double.MaxValue))
        {
            var reached = at is { } factor ? $"{ScaleTable.Number(factor)}x" : $"over {ScaleTable.Number(Bottleneck.Most)}x";
            table.Add([limit.Resource, .. factors.Select(factor => ScaleTable.Percent(limit.Use(At(factor)))), reached, limit.Limit, limit.Then]);
        }

        return table.ToString();
    }

    private string Remedies()
    {
        var (hour, day) = (inputs.Costs.With("cacheSeconds", 3_600), inputs.Costs.With("cacheSeconds", ScaleInputs.DaySeconds));
        var table = new ScaleTable(["", .. factors.Select(factor => $"Storage/s, {Times(factor)}"), "used up at", "Redis of the cache, 1x, GB"], factors.Count + 2);
        Add("as it is", inputs.Costs);
        Add("clicks not counted", inputs.Costs.With("clickOperations", 0));
        Add("links believed for an hour", hour);
        Add("links believed for a day", day);
        Add("for an hour, clicks not counted", hour.With("clickOperations", 0));
        Add("for a day, clicks not counted", day.With("clickOperations", 0));
        Add("for a day, one click in a hundred counted", day.With("clickOperations", inputs.Costs["clickOperations"] / 100));
        return table.ToString();

        void Add(string name, Figures costs)
        {
            var asked = inputs with { Costs = costs };
            var account = Bottlenecks.Of(asked)[0];
            var (each, at) = (factors.Select(factor => ScaleDemand.At(asked, factor)), account.ReachedAt(factor => ScaleDemand.At(asked, factor)));
            table.Add([
                name, .. each.Select(demand => ScaleTable.Number(demand.StorageOperations(asked))),
                $"{ScaleTable.Number(at ?? Bottleneck.Most)}x", ScaleTable.Number(ScaleDemand.At(asked, 1).Links.RedisGb)]);
        }
    }

    private string Popularity()
    {
        var table = new ScaleTable(["Links followed", "exponent", "memory", "Redis", "row", "rows of clicks a redirect", "Storage operations/s", "row, if believed for an hour", "row, if 256 GB of Redis forgot only the least recent"], 8);
        foreach (var links in new[] { 1e6, 1e8, 1e9 })
        {
            foreach (var exponent in new[] { 0.7, 0.9, 1.1 })
            {
                var asked = inputs with { Load = inputs.Load.With("followedLinks", links).With("linkPopularity", exponent) };
                var (demand, longer) = (LinkDemand.At(asked, 1), LinkDemand.At(asked with { Costs = inputs.Costs.With("cacheSeconds", 3_600) }, 1));
                table.Add([
                    ScaleTable.Number(links), ScaleTable.Number(exponent), ScaleTable.Percent(demand.Caches.Memory), ScaleTable.Percent(demand.Caches.Redis),
                    ScaleTable.Percent(demand.Caches.Store), ScaleTable.Number(demand.ClickRowShare), ScaleTable.Number(demand.TableOperations), ScaleTable.Percent(longer.Caches.Store),
                    ScaleTable.Percent(LinkCaches.PastLeastRecent(new Zipf(links, exponent), inputs.Load["cacheGb"] * 1e9 / inputs.Costs["cachedLinkBytes"]))]);
            }
        }

        return table.ToString();
    }

    private static string Given(Figures figures)
    {
        var table = new ScaleTable(["Name", "Value", "", "Source"], 1);
        foreach (var (name, figure) in figures.All)
        {
            table.Add([$"`{name}`", ScaleTable.Number(figure.Value), figure.Unit, figure.Source]);
        }

        return table.ToString();
    }

    private static string Times(double factor) => $"{ScaleTable.Number(factor)}x";

    private string Rows(params ReadOnlySpan<(string Name, string Unit, Func<ScaleDemand, double> Value)> rows)
    {
        var table = new ScaleTable(["", .. factors.Select(Times), ""], factors.Count);
        foreach (var (name, unit, value) in rows)
        {
            table.Add([name, .. factors.Select(factor => ScaleTable.Number(value(At(factor)))), unit]);
        }

        return table.ToString();
    }

    private ScaleDemand At(double factor)
    {
        if (!demands.TryGetValue(factor, out var demand))
        {
            demands[factor] = demand = ScaleDemand.At(inputs, factor);
        }

        return demand;
    }
}
