namespace Serverless.Bench.Scale;

/// <summary>What the message queue needs. Rates are a second's; sizes are gigabytes.</summary>
public sealed record MessageDemand
{
    private const int Draws = 20;
    private const int Seed = 9;

    private MessageDemand(ScaleInputs inputs, double factor)
    {
        var (load, costs, limits) = (inputs.Load, inputs.Costs, inputs.Limits);
        var (batch, subscriptions, pushed) = (load["messagesPerBatch"], load["subscriptionsPerTopic"], load["pushedShare"]);
        Messages = load["messagesPerSecond"] * factor;
        Commits = Messages / batch;
        LogRu = Commits * (costs["ruCommit"] + costs["ruTrim"] + (subscriptions * costs["ruRead"]));
        CursorRu = Commits * subscriptions * CursorWrites(inputs) * costs["ruCursor"];
        StoredGb = Messages * ScaleInputs.DaySeconds * load["daysKept"] * load["messageBytes"] * costs["storedPerMessageByte"] / 1e9;

        double[] topics = [.. Enumerable.Range(1, (int)load["topics"]).Select(rank => Math.Pow(rank, -load["topicPopularity"]))];
        var all = topics.Sum();
        double[] shares = [.. topics.Select(weight => weight / all)];
        HottestStreamRu = shares[0] * LogRu;
        ShardsOfHottest = Shards(inputs, shares[0]);
        double[] streams = [.. shares.SelectMany(share => Enumerable.Repeat(share / Shards(inputs, share), (int)Shards(inputs, share)))];
        Partitions = Math.Ceiling(Math.Max(StoredGb / limits["physicalPartitionGb"], inputs.Needed(LogRu, limits["partitionRu"])));
        Skew = HashSkew.Of(streams, 0, (int)Partitions, Draws, new Random(Seed));

        // A wake-up each 50 ms of a stream at most, and one more for each subscription that it wakes.
        QueueMessages = pushed * streams.Sum(share => Math.Min(costs["wakeUpsPerSecond"], share * Commits));
        Publishes = streams.Sum(share => Math.Min(costs["signalsPerSecond"], share * Commits));
        Instances = inputs.Needed(Commits * (1 + (2 * subscriptions * (1 - pushed))), costs["batchRate"]) + inputs.Needed(Messages * subscriptions * pushed, costs["pushRate"]);
        SignalsHeard = Publishes * (1 - pushed) * Math.Min(Instances, load["instancesWaiting"]);
        SentMegabits = Messages * subscriptions * load["messageBytes"] * 8 / 1e6;
        Processors = inputs.Needed(Commits * Microseconds(inputs) / 1e6, 1);
    }

    public double Messages { get; }

    public double Commits { get; }

    /// <summary>Of the container <c>log</c>: commits, each entry read once for each subscription, and trimmed.</summary>
    public double LogRu { get; }

    /// <summary>Of the container <c>cursors</c>: written by each pull and each acknowledgement.</summary>
    public double CursorRu { get; }

    public double Ru => LogRu + CursorRu;

    public double StoredGb { get; }

    /// <summary>Physical partitions of the log, by what is stored and by RU/s.</summary>
    public double Partitions { get; }

    /// <summary>RU/s of the fullest physical partition to the mean of all.</summary>
    public double Skew { get; }

    /// <summary>What the log has to be allowed, because each partition gets an equal part of it.</summary>
    public double LogRuToAllow => LogRu * Skew;

    /// <summary>RU/s of the most active topic, if it has one stream.</summary>
    public double HottestStreamRu { get; }

    /// <summary>Streams that it needs.</summary>
    public double ShardsOfHottest { get; }

    /// <summary>Into each of the queues <c>fan-out</c> and <c>push</c>.</summary>
    public double QueueMessages { get; }

    /// <summary>Redis <c>PUBLISH</c>: at most one in a few milliseconds of a stream.</summary>
    public double Publishes { get; }

    /// <summary>What Redis sends for them: each to the instances where somebody waits for that stream.</summary>
    public double SignalsHeard { get; }

    public double Instances { get; }

    public double Processors { get; }

    public double SentMegabits { get; }

    public static MessageDemand At(ScaleInputs inputs, double factor) => new(inputs, factor);

    private static double CursorWrites(ScaleInputs inputs) =>
        inputs.Counts["Pull 100 messages"].CosmosWrites + inputs.Counts["Acknowledge 100 messages"].CosmosWrites;

    private static double Microseconds(ScaleInputs inputs)
    {
        var (subscriptions, counts, costs) = (inputs.Load["subscriptionsPerTopic"], inputs.Counts, inputs.Costs);
        var consumed = counts["Pull 100 messages"].CosmosOperations + counts["Acknowledge 100 messages"].CosmosOperations;
        var calls = counts["Publish 100 messages of 1 KB"].CosmosOperations + (subscriptions * consumed);
        return costs["publishMicroseconds"] + (subscriptions * costs["consumeMicroseconds"]) + (calls * costs["storeCallMicroseconds"]);
    }

    private double Shards(ScaleInputs inputs, double share) => Math.Max(1, Math.Ceiling(inputs.Needed(share * LogRu, inputs.Limits["partitionRu"])));
}
