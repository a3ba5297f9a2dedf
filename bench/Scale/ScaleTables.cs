namespace Serverless.Bench.Scale;

/// <summary>The tables of <c>docs/scale.md</c>.</summary>
public sealed class ScaleTables(ScaleInputs inputs, IReadOnlyList<double> factors)
{
    private const string Second = "/s";

    private readonly Dictionary<double, ScaleDemand> demands = [];

    /// <summary>Each by the name of its place in the page, in the page's order.</summary>
    public IReadOnlyDictionary<string, string> All() => new Dictionary<string, string>
    {
        ["summary"] = Summary(),
        ["growth"] = Growth(),
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

    /// <summary>Of what is planned to be used of a limit.</summary>
    private double Planned => inputs.Costs["utilisation"];

    private string Summary()
    {
        var limits = Bottlenecks.Of(inputs).Select(limit => (Limit: limit, At: limit.ReachedAt(At) ?? Bottleneck.Most)).OrderBy(pair => pair.At).ToArray();
        var table = new ScaleTable(
            ["Load", "links created/s, peak", "redirects/s", "checks/s", "messages/s", "instances of Functions", "or processors", "accounts of links needed", "$ a month on Functions", "$ in containers", "over 60 %"], 9);
        foreach (var factor in factors)
        {
            var demand = At(factor);
            var over = limits.Where(pair => pair.Limit.Use(demand) > Planned).Select(pair => $"{pair.Limit.Resource} ({Name(pair.Limit.Kind)})");
            table.Add([
                Times(factor), ScaleTable.Number(demand.Links.Creates), ScaleTable.Number(demand.Links.Redirects), ScaleTable.Number(demand.Checks.Checks), ScaleTable.Number(demand.Messages.Messages),
                ScaleTable.Number(Math.Ceiling(demand.Instances)), ScaleTable.Number(Math.Ceiling(demand.Processors)), ScaleTable.Number(demand.LinkAccounts(inputs)),
                ScaleTable.Number(MonthlyCost.TogetherOnFunctions(inputs, demand)), ScaleTable.Number(MonthlyCost.TogetherInContainers(inputs, demand)),
                string.Join("; ", over.DefaultIfEmpty("nothing"))]);
        }

        var first = new ScaleTable(["What moves it", "First limit", "used up at", "Then"], 0);
        foreach (var kind in limits.GroupBy(pair => pair.Limit.Kind).OrderBy(group => group.Key))
        {
            var (limit, at) = kind.First();
            first.Add([Name(kind.Key), limit.Resource, $"{ScaleTable.Number(at)}x", limit.Then]);
        }

        return $"{table}\n{first}";
    }

    private string Growth()
    {
        var table = new ScaleTable(["Load", "Ask for", "Set", "Add", "No setting helps: code"], 0);
        foreach (var factor in factors)
        {
            var over = Bottlenecks.Of(inputs).Where(limit => limit.Use(At(factor)) > Planned).ToLookup(limit => limit.Kind);
            table.Add([Times(factor), .. new[] { LimitKind.Quota, LimitKind.Setting, LimitKind.Addition, LimitKind.Design }.Select(kind => Show(over[kind]))]);
        }

        return table.ToString();

        static string Show(IEnumerable<Bottleneck> limits) =>
            string.Join("<br>", limits.Select(limit => $"{limit.Resource}: {limit.Then}").DefaultIfEmpty("nothing"));
    }

    private static string Name(LimitKind kind) => kind switch
    {
        LimitKind.Quota => "a quota, asked for",
        LimitKind.Setting => "a setting",
        LimitKind.Addition => "more of the same",
        _ => "code",
    };

    private string Estimates()
    {
        var (load, costs, once) = (inputs.Load, inputs.Costs, At(1));
        var table = new ScaleTable(["", "the document", "the model", "", "Why they differ"], 2);
        Add("counters", "countersGb", once.Checks.RedisGb, "GB", "132 bytes are less than redis-server allocates: 32 for the key, 32 for the value, 64 for its entries in two hash tables, 16 to 32 for their share of the tables; packed by a setting it is 41");
        Add("cache", "cacheGb", once.Links.RedisGb, "GB", "Redis holds what was followed in a day, 277 bytes each; the rest of the document's is room");
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
        ("Redis commands, those of clicks among them", Second, demand => demand.Links.RedisCommands),
        ("Redis commands for clicks", Second, demand => demand.Links.ClickCommands),
        ("Redis of the counters, for clicks on their way", "GB", demand => demand.Links.ClickRedisGb),
        ("Table Storage: links and indexes", Second, demand => demand.Links.LinkWrites),
        ("Table Storage: key blocks", Second, demand => demand.Links.KeyOperations),
        ("Table Storage: rows read by redirects", Second, demand => demand.Links.RowReads),
        ("Table Storage: transactions of clicks", Second, demand => demand.Links.ClickOperations),
        ("the rows in them", Second, demand => demand.Links.ClickRows),
        ("transactions a click", "", demand => demand.Links.ClickOperations / demand.Links.Redirects),
        ("accounts that this needs, if rows count", "", demand => demand.LinkAccounts(inputs)),
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
        ("what Redis sends for them, to those who wait", Second, demand => demand.Messages.SignalsHeard),
        ("sent", "Mbit/s", demand => demand.Messages.SentMegabits),
        ("instances of 2 GB on Flex Consumption", "", demand => Math.Ceiling(demand.Messages.Instances)),
        ("or processors in containers, without push", "", demand => Math.Ceiling(demand.Messages.Processors)));

    private string Total() => Rows(
        ("instances of 2 GB on Flex Consumption", "", demand => Math.Ceiling(demand.Instances)),
        ("or processors in containers", "", demand => Math.Ceiling(demand.Processors)),
        ("storage accounts of links, if rows of transactions count", "", demand => demand.LinkAccounts(inputs)),
        ("requests of Storage, peak", Second, demand => demand.StorageOperations(inputs)),
        ("Redis, both", "GB of data", demand => demand.Links.RedisGb + demand.Links.ClickRedisGb + demand.Checks.RedisGb),
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
            ("**together, in containers**", "$", demand => MonthlyCost.TogetherInContainers(inputs, demand)),
            ("**together, on Flex Consumption**", "$", demand => MonthlyCost.TogetherOnFunctions(inputs, demand)),
            ("Front Door, if it is used, on top", "$", demand => MonthlyCost.FrontDoor(inputs, demand)),
        ]);
    }

    private string FirstLimits()
    {
        var table = new ScaleTable(["Resource", .. factors.Select(Times), "used up at", "Limit", "What moves it", "Then"], factors.Count + 1);
        foreach (var (limit, at) in Bottlenecks.Of(inputs).Select(limit => (limit, At: limit.ReachedAt(At))).OrderBy(pair => pair.At ?? double.MaxValue))
        {
            var reached = at is { } factor ? $"{ScaleTable.Number(factor)}x" : $"over {ScaleTable.Number(Bottleneck.Most)}x";
            table.Add([limit.Resource, .. factors.Select(factor => ScaleTable.Percent(limit.Use(At(factor)))), reached, limit.Limit, Name(limit.Kind), limit.Then]);
        }

        return table.ToString();
    }

    private string Remedies()
    {
        var table = new ScaleTable(
            ["At the document's load", "row read, % of redirects", "rows read/s", "rows of clicks/s", "transactions of clicks/s", "accounts of links", "Redis of the cache, GB", "$ a month in containers"], 7);
        var (once, costs) = ("as it is: a day, a quarter of an hour", inputs.Costs);
        Add(once, costs);
        Add("links believed for an hour", costs.With("cacheSeconds", 3_600));
        Add("links believed for 30 s", costs.With("cacheSeconds", costs["memorySeconds"]));
        Add("clicks rolled up by the hour", costs.With("rollUpSeconds", 3_600));
        Add("clicks rolled up every six hours", costs.With("rollUpSeconds", 6 * 3_600));
        return table.ToString();

        void Add(string name, Figures changed)
        {
            var asked = inputs with { Costs = changed };
            var demand = ScaleDemand.At(asked, 1);
            table.Add([
                name, ScaleTable.Number(100 * demand.Links.Caches.Store), ScaleTable.Number(demand.Links.RowReads), ScaleTable.Number(demand.Links.ClickRows),
                ScaleTable.Number(demand.Links.ClickOperations), ScaleTable.Number(demand.LinkAccounts(asked)), ScaleTable.Number(demand.Links.RedisGb),
                ScaleTable.Number(MonthlyCost.TogetherInContainers(asked, demand))]);
        }
    }

    private string Popularity()
    {
        var table = new ScaleTable(["Links followed", "exponent", "memory", "Redis", "row", "Redis of the cache, GB", "rows of clicks/s", "requests of Storage/s", "accounts of links", "row, if 256 GB of Redis forgot only the least recent"], 9);
        foreach (var links in new[] { 1e6, 1e8, 1e9 })
        {
            foreach (var exponent in new[] { 0.7, 0.9, 1.1 })
            {
                var asked = inputs with { Load = inputs.Load.With("followedLinks", links).With("linkPopularity", exponent) };
                var demand = ScaleDemand.At(asked, 1);
                table.Add([
                    ScaleTable.Number(links), ScaleTable.Number(exponent), ScaleTable.Percent(demand.Links.Caches.Memory), ScaleTable.Percent(demand.Links.Caches.Redis),
                    ScaleTable.Percent(demand.Links.Caches.Store), ScaleTable.Number(demand.Links.RedisGb), ScaleTable.Number(demand.Links.ClickRows),
                    ScaleTable.Number(demand.StorageOperations(asked)), ScaleTable.Number(demand.LinkAccounts(asked)),
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
