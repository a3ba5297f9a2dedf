namespace Serverless.Bench.Scale;

/// <summary>A month's bill at averages, but Redis and containers, which are there all the time, at peaks. A year after the start.</summary>
public static class MonthlyCost
{
    private const double Million = 1e6;

    /// <summary>What is paid whatever runs the app.</summary>
    public static IReadOnlyList<CostLine> Stores(ScaleInputs inputs, ScaleDemand demand)
    {
        var (prices, links, messages) = (inputs.Prices, demand.Links, demand.Messages);
        var average = ScaleInputs.MonthSeconds / inputs.Load["peak"] / Million * prices["TableOp"];
        return
        [
            new("Table Storage, links and keys", (links.LinkWrites + links.KeyOperations) * average),
            new("Table Storage, rows read by redirects", links.RowReads * average),
            new("Table Storage, clicks", links.ClickOperations * average),
            new("Table Storage, size of links", links.LinkGb * prices["TableGb"]),
            new("Table Storage, size of a year's clicks", 12 * links.ClickGbAMonth * prices["TableGb"]),
            new("Redis of the cache", links.RedisGb / inputs.Limits["redisUsable"] * prices["RedisGb"]),
            new("Redis of the counters", demand.Checks.RedisSizeGb * prices["RedisGb"]),
            new("the same, for clicks on their way", links.ClickRedisGb / inputs.Limits["redisUsable"] * prices["RedisGb"]),
            new("Cosmos DB, RU/s used", messages.Ru / 100 * prices["RuHundred"]),
            new("Cosmos DB, size", messages.StoredGb * prices["CosmosGb"]),
            new("Queue Storage", 2 * messages.QueueMessages * inputs.Costs["queueOperations"] * ScaleInputs.MonthSeconds / Million * prices["QueueOp"]),
            new("Sent to the internet by redirects", links.SentGbAMonth * prices["EgressGb"]),
        ];
    }

    /// <summary>Everything on Flex Consumption.</summary>
    public static double Functions(ScaleInputs inputs, ScaleDemand demand)
    {
        var (costs, subscriptions, pushed) = (inputs.Costs, inputs.Load["subscriptionsPerTopic"], inputs.Load["pushedShare"]);
        return Run(demand.Links.CreatesAverage, costs["writeRate"])
            + Run(demand.Links.RedirectsAverage, costs["redirectRate"])
            + Run(demand.Checks.ChecksAverage, costs["checkRate"])
            + Run(demand.Messages.Commits * (1 + (2 * subscriptions * (1 - pushed))), costs["batchRate"])
            + Active(demand.Messages.Messages * subscriptions * pushed, costs["pushRate"]);

        double Run(double perSecond, double rate) =>
            (perSecond * ScaleInputs.MonthSeconds / Million * inputs.Prices["Execution"]) + Active(perSecond, rate);

        double Active(double perSecond, double rate) => perSecond / rate * ScaleInputs.MonthSeconds * costs["instanceGb"] * inputs.Prices["GbSecond"];
    }

    /// <summary>Everything in containers, as many as the peak needs, all month.</summary>
    public static double Containers(ScaleInputs inputs, ScaleDemand demand) => demand.Processors * inputs.Prices["Vcpu"];

    /// <summary>Stores and apps together.</summary>
    public static double TogetherOnFunctions(ScaleInputs inputs, ScaleDemand demand) => Functions(inputs, demand) + Stores(inputs, demand).Sum(line => line.Dollars);

    /// <inheritdoc cref="TogetherOnFunctions"/>
    public static double TogetherInContainers(ScaleInputs inputs, ScaleDemand demand) => Containers(inputs, demand) + Stores(inputs, demand).Sum(line => line.Dollars);

    /// <summary>Through Front Door, where it is used.</summary>
    public static double FrontDoor(ScaleInputs inputs, ScaleDemand demand) =>
        inputs.Prices["FrontDoorBase"]
        + ((demand.Links.CreatesAverage + demand.Links.RedirectsAverage + demand.Checks.ChecksAverage) * ScaleInputs.MonthSeconds / Million * inputs.Prices["FrontDoor"]);
}
