using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Composition;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Counting;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Storage;

namespace Serverless.HotPaths;

/// <summary>Checks as the limiter decides them: identity, denial memory, counters, answer. The counters are in this process.</summary>
public class LimiterCheck
{
    private const string Open = "open";
    private const string Full = "full";

    private readonly ServiceProvider services = new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging().AddMetrics().AddTimeAndChance().AddRateLimitDecisions()
        .AddSingleton<ICounterStore>(provider => provider.GetRequiredService<MemoryCounterStore>())
        .BuildServiceProvider();

    private readonly RateLimitCheck allowed = new(HotRules.Api, Open, new RateLimitCaller(HotRules.User));
    private readonly RateLimitCheck denied = new(HotRules.Api, Full, new RateLimitCaller(HotRules.User));
    private readonly RateLimiter limiter;

    public LimiterCheck()
    {
        limiter = services.GetRequiredService<RateLimiter>();
        services.GetRequiredService<RuleBook>().Replace(new RuleSet(
            "1",
            new RuleSnapshot
            {
                Rules =
                [
                    HotRules.Of(Open, RateLimitAlgorithm.FixedWindow, RateLimitUnit.Day, RateLimitRule.MaxPermits),
                    HotRules.Of(Full, RateLimitAlgorithm.FixedWindow, RateLimitUnit.Day, 1),
                ],
            }));
    }

    /// <summary>The first is let through, the second is denied by the counter and remembered.</summary>
    [GlobalSetup(Target = nameof(Denied))]
    public async Task FillAsync()
    {
        await limiter.CheckAsync(denied, CancellationToken.None);
        var answer = await limiter.CheckAsync(denied, CancellationToken.None);
        if (answer.Allowed || services.GetRequiredService<DenialMemory>().Find(IdentityHash.Of(IdentityKind.User, HotRules.User), new RuleCounter(HotRules.Of(Full, RateLimitAlgorithm.FixedWindow, RateLimitUnit.Day, 1))) is null)
        {
            throw new InvalidOperationException("The denial is not remembered.");
        }
    }

    [Benchmark(Description = "check: allowed, counted in this process")]
    public ValueTask<RateLimitDecision> Allowed() => limiter.CheckAsync(allowed, CancellationToken.None);

    [Benchmark(Description = "check: denied, from memory")]
    public ValueTask<RateLimitDecision> Denied() => limiter.CheckAsync(denied, CancellationToken.None);

    [GlobalCleanup]
    public void Dispose() => services.Dispose();
}
