using BenchmarkDotNet.Attributes;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.HotPaths;

/// <summary>The algorithms as pure functions of state and time.</summary>
public class LimiterDecision
{
    private readonly SteadyCaller fixedWindow = new(RateLimitAlgorithm.FixedWindow);
    private readonly SteadyCaller slidingCounter = new(RateLimitAlgorithm.SlidingWindowCounter);
    private readonly SteadyCaller slidingLog = new(RateLimitAlgorithm.SlidingWindowLog);
    private readonly SteadyCaller bucket = new(RateLimitAlgorithm.TokenBucket);

    [Benchmark(Description = "decide: fixed window")]
    public CounterAnswer FixedWindow() => fixedWindow.Ask();

    [Benchmark(Description = "decide: sliding window counter")]
    public CounterAnswer SlidingWindowCounter() => slidingCounter.Ask();

    [Benchmark(Description = "decide: sliding window log of 100")]
    public CounterAnswer SlidingWindowLog() => slidingLog.Ask();

    [Benchmark(Description = "decide: token bucket")]
    public CounterAnswer TokenBucket() => bucket.Ask();
}
