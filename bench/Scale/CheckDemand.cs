namespace Serverless.Bench.Scale;

/// <summary>What the rate limiter needs. Rates are a second's at the peak, unless a name says otherwise; sizes are gigabytes.</summary>
public sealed record CheckDemand
{
    private CheckDemand(ScaleInputs inputs, double factor)
    {
        var (load, costs, limits) = (inputs.Load, inputs.Costs, inputs.Limits);
        var callers = load["callers"] * factor;
        ChecksAverage = callers * load["checksPerCallerAndDay"] / ScaleInputs.DaySeconds;
        Checks = ChecksAverage * load["peak"];
        RedisCommands = Checks * inputs.Counts["A check of one identity"].RedisCommands;
        RedisGb = callers * load["rulesPerCheck"] * costs["counterBytes"] / 1e9;
        RedisSizeGb = RedisGb / limits["redisUsable"];
        RedisProcessors = inputs.Needed(RedisCommands * costs["checkInGets"], limits["redisGetsPerVcpu"]);
        HottestCaller = Checks * new Zipf(callers, load["callerPopularity"]).HottestShare;
        Instances = inputs.Needed(Checks, costs["checkRate"]);
        Processors = inputs.Needed(Checks * (costs["checkMicroseconds"] + costs["redisCallMicroseconds"]) / 1e6, 1);
        SentMegabits = Checks * costs["checkWireBytes"] * 8 / 1e6;
    }

    public double ChecksAverage { get; }

    public double Checks { get; }

    public double RedisCommands { get; }

    /// <summary>Counters, if every caller has one at the same time: in the windows of a day.</summary>
    public double RedisGb { get; }

    /// <summary>What has to be bought for that.</summary>
    public double RedisSizeGb { get; }

    /// <summary>Of Redis, for the commands alone.</summary>
    public double RedisProcessors { get; }

    /// <summary>Checks of the most active caller, all of them on one shard.</summary>
    public double HottestCaller { get; }

    public double Instances { get; }

    public double Processors { get; }

    public double SentMegabits { get; }

    public static CheckDemand At(ScaleInputs inputs, double factor) => new(inputs, factor);
}
