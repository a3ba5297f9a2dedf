using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting.Checking;

/// <summary>How the quota of a hot global rule is leased, and by how much that can miss its limit.</summary>
public sealed class QuotaSliceTests
{
    private const long Limit = 6_000;
    private const int Largest = 60;

    private static readonly long LifetimeMicroseconds = (long)new RateLimitOptions().SliceLifetime.TotalMicroseconds;

    private readonly ManualClock clock = new(SampleRules.Start);
    private readonly ObservedCounterStore store;

    public QuotaSliceTests() => store = new ObservedCounterStore(new MemoryCounterStore(1_000, clock));

    public static TheoryData<RateLimitAlgorithm> AllAlgorithms => [.. SampleRules.Algorithms];

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task One_instance_admits_exactly_the_limit_with_few_round_trips(RateLimitAlgorithm algorithm)
    {
        var limiter = Instance(Rule(algorithm));
        for (var left = Limit - 1; left >= 0; left--)
        {
            var decision = await limiter.CheckAsync();
            Assert.Equal((true, left), (decision.Allowed, decision.Reported!.Remaining));
        }

        Assert.InRange(store.Takes, Limit / Largest, (Limit / Largest) + 10);
        var asked = store.Takes;
        Assert.False(await limiter.IsAllowedAsync());
        Assert.False(await limiter.IsAllowedAsync());
        Assert.Equal(asked + 1, store.Takes);
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task No_window_exceeds_the_limit_by_more_than_instances_times_slice(RateLimitAlgorithm algorithm)
    {
        const int Instances = 4;
        var rule = Rule(algorithm);
        LimiterInstance[] instances = [.. Enumerable.Range(0, Instances).Select(_ => Instance(rule))];
        var random = new Random(20261124);
        var admitted = new Queue<(long Time, long Cost)>();
        var (inWindow, worst) = (0L, 0L);
        for (var step = 0; step < 20_000; step++)
        {
            clock.Advance(random.Next(200) == 0 ? random.Next(300_000) : random.Next(500));
            var cost = random.Next(1, 30);
            if (await instances[random.Next(Instances)].IsAllowedAsync(cost: cost))
            {
                admitted.Enqueue((clock.Microseconds, cost));
                inWindow += cost;
            }

            while (admitted.TryPeek(out var oldest) && oldest.Time <= clock.Microseconds - 1_000_000)
            {
                inWindow -= admitted.Dequeue().Cost;
            }

            worst = Math.Max(worst, inWindow);
        }

        // The algorithm's own bound (a full bucket and its refill, two fixed windows), and the slices.
        var own = algorithm == RateLimitAlgorithm.SlidingWindowLog ? Limit : 2 * Limit;
        Assert.InRange(worst, Limit, own + (Instances * Largest));
        TestContext.Current.TestOutputHelper!.WriteLine($"{algorithm}: at most {worst} in a second, limit {Limit}.");
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task Gives_back_what_it_did_not_hand_out_in_time_and_asks_for_less(RateLimitAlgorithm algorithm)
    {
        var limiter = Instance(Rule(algorithm, requests: 600_000, unit: RateLimitUnit.Minute));
        await CheckManyAsync(limiter, 130);
        clock.Advance(LifetimeMicroseconds);
        var decision = await limiter.CheckAsync();
        Assert.InRange(decision.Reported!.Remaining, 600_000 - 131, 600_000 - 131 + 1_000);
        Assert.Single(store.Refunds);
    }

    [Fact]
    public async Task An_idle_instance_leases_no_more_than_it_needs()
    {
        var limiter = Instance(Rule(RateLimitAlgorithm.TokenBucket));
        for (var i = 0; i < 10; i++)
        {
            await limiter.CheckAsync();
            clock.Advance(10 * LifetimeMicroseconds);
        }

        Assert.All(store.Queries, query => Assert.InRange(query.Most, 1, 2));
    }

    [Fact]
    public async Task Hands_out_nothing_of_a_fixed_window_in_the_next_one()
    {
        var limiter = Instance(Rule(RateLimitAlgorithm.FixedWindow));
        clock.Advance(990_000);
        await CheckManyAsync(limiter, 40);
        clock.Advance(10_000);
        Assert.Equal(Limit - 1, (await limiter.CheckAsync()).Reported!.Remaining);
    }

    [Fact]
    public async Task A_peek_sees_what_is_here_and_there_and_takes_nothing()
    {
        var limiter = Instance(Rule(RateLimitAlgorithm.TokenBucket));
        await CheckManyAsync(limiter, 10);
        Assert.Equal(Limit - 10, (await limiter.CheckAsync(peek: true)).Reported!.Remaining);
        Assert.Equal(Limit - 10, (await limiter.CheckAsync(cost: Limit - 10, peek: true)).Reported!.Remaining);
        Assert.False(await limiter.IsAllowedAsync(cost: Limit - 9, peek: true));
        Assert.True(await limiter.IsAllowedAsync(cost: Limit - 10));
        Assert.False(await limiter.IsAllowedAsync());
    }

    [Fact]
    public async Task Asks_once_for_all_who_wait()
    {
        var limiter = Instance(Rule(RateLimitAlgorithm.TokenBucket));
        await CheckManyAsync(limiter, 7);
        store.Held = new TaskCompletionSource();
        var asked = store.Takes;
        Task<bool>[] waiting = [.. Enumerable.Range(0, 8).Select(_ => limiter.IsAllowedAsync())];
        Assert.Equal(asked + 1, store.Takes);
        store.Held.SetResult();
        Assert.DoesNotContain(false, await Task.WhenAll(waiting));
        Assert.Equal(asked + 1, store.Takes);
    }

    [Fact]
    public async Task Is_given_back_what_a_later_rule_denied()
    {
        var limiter = Instance(Rule(RateLimitAlgorithm.TokenBucket), Rule(RateLimitAlgorithm.TokenBucket) with { Id = "second", Requests = 5_001, Burst = 5 });
        await CheckManyAsync(limiter, 5);
        Assert.False(await limiter.IsAllowedAsync());
        var outcomes = (await limiter.CheckAsync(cost: 2)).Outcomes;
        Assert.Equal(Limit - 5, outcomes[0].Remaining);
    }

    [Fact]
    public async Task Slower_and_narrower_rules_are_asked_every_time()
    {
        var limiter = Instance(SampleRules.Rule(requests: 300_000, identifyBy: IdentityKind.Global), Rule(RateLimitAlgorithm.TokenBucket) with { IdentifyBy = IdentityKind.User, Id = "user" });
        await CheckManyAsync(limiter, 10);
        Assert.Equal(20, store.Takes);
    }

    private static RateLimitRule Rule(RateLimitAlgorithm algorithm, long requests = Limit, RateLimitUnit unit = RateLimitUnit.Second) =>
        algorithm == RateLimitAlgorithm.SlidingWindowLog && unit != RateLimitUnit.Second
            ? SampleRules.Rule(RateLimitAlgorithm.SlidingWindowCounter, requests, unit, identifyBy: IdentityKind.Global)
            : SampleRules.Rule(algorithm, requests, unit, identifyBy: IdentityKind.Global);

    private LimiterInstance Instance(params RateLimitRule[] rules)
    {
        var instance = new LimiterInstance(store, clock);
        instance.Use(rules);
        return instance;
    }

    private static async Task CheckManyAsync(LimiterInstance limiter, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(await limiter.IsAllowedAsync());
        }
    }
}
