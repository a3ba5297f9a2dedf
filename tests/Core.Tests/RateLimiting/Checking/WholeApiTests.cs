using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting.Checking;

/// <summary>Rules for a whole API, beside those of its operations.</summary>
public sealed class WholeApiTests
{
    private readonly ManualClock clock = new(SampleRules.Start);
    private readonly ObservedCounterStore store;
    private readonly LimiterInstance limiter;

    public WholeApiTests()
    {
        store = new ObservedCounterStore(new MemoryCounterStore(1_000, clock));
        limiter = new LimiterInstance(store, clock);
    }

    [Fact]
    public async Task Counts_all_operations_together_and_those_without_rules_of_their_own_too()
    {
        limiter.Use(Whole(3));
        Assert.True(await IsAllowedAsync("first"));
        Assert.True(await IsAllowedAsync("second"));
        Assert.True(await IsAllowedAsync("third"));
        Assert.False(await IsAllowedAsync("fourth"));
        Assert.True((await limiter.CheckAsync([new RateLimitCheck("other", "first", new RateLimitCaller("ann"))]))[0].Allowed);
    }

    [Theory]
    [InlineData(IdentityKind.User)]
    [InlineData(IdentityKind.Global)]
    public async Task Is_decided_with_the_operations_rules_in_one_round_trip_all_or_nothing(IdentityKind kind)
    {
        limiter.Use(Whole(10) with { IdentifyBy = kind }, SampleRules.Rule(requests: 1, identifyBy: kind) with { Op = "narrow" });
        Assert.True(await IsAllowedAsync("narrow"));
        Assert.Equal(1, store.Takes);
        Assert.False(await IsAllowedAsync("narrow"));
        Assert.Equal(2, store.Takes);
        Assert.Equal(8, (await CheckAsync("wide")).Reported!.Remaining);
    }

    private static RateLimitRule Whole(long requests) => SampleRules.Rule(requests: requests, id: "whole") with { Op = RateLimitRule.AnyOp };

    private async Task<bool> IsAllowedAsync(string op) => (await CheckAsync(op)).Allowed;

    private async Task<RateLimitDecision> CheckAsync(string op) => (await limiter.CheckAsync([new RateLimitCheck("api", op, new RateLimitCaller("ann"))]))[0];
}
