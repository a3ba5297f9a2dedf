using Microsoft.Extensions.Time.Testing;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>What becomes of checks while the counters fail.</summary>
public sealed class CounterFailureTests
{
    private static readonly CounterStoreUnavailableException Outage = new("down");
    private static readonly TimeSpan Deadline = new RateLimitOptions().Deadline;
    private static readonly TimeSpan BreakDuration = new RateLimitOptions().BreakDuration;

    private readonly FakeTimeProvider time = new(SampleRules.Start);
    private readonly ObservedCounterStore store;
    private readonly LimiterInstance limiter;

    public CounterFailureTests()
    {
        store = new ObservedCounterStore(new MemoryCounterStore(1_000, time));
        limiter = new LimiterInstance(store, time);
    }

    [Fact]
    public async Task Goes_on_limiting_in_memory_and_says_so()
    {
        limiter.Use(SampleRules.Rule(requests: 3));
        await limiter.CheckAsync();
        store.Failure = Outage;
        for (var left = 2; left >= 0; left--)
        {
            var decision = await limiter.CheckAsync();
            Assert.Equal((RateLimitStatus.Allowed, true, left), (decision.Status, decision.Degraded, decision.Reported!.Remaining));
        }

        var denied = await limiter.CheckAsync();
        Assert.Equal((RateLimitStatus.Denied, true, TimeSpan.FromMinutes(1)), (denied.Status, denied.Degraded, denied.Reported!.RetryAfter));
        Assert.Equal((4, 4), (limiter.Measured(RateLimitMetrics.DegradedDecisions), limiter.Measured(RateLimitMetrics.Failures, "unavailable")));
    }

    [Fact]
    public async Task Is_exact_again_at_once_when_the_counters_are_back()
    {
        limiter.Use(SampleRules.Rule(requests: 1));
        store.Failure = Outage;
        Assert.True(await limiter.IsAllowedAsync());
        Assert.False(await limiter.IsAllowedAsync());
        store.Failure = null;
        var decision = await limiter.CheckAsync();
        Assert.Equal((true, false), (decision.Allowed, decision.Degraded));
    }

    [Fact]
    public async Task Refuses_what_fails_closed_and_gives_back_what_narrower_rules_took()
    {
        limiter.Use(SampleRules.Rule(requests: 3, id: "user"), SampleRules.Rule(id: "all", identifyBy: IdentityKind.Global) with { OnFailure = FailureMode.Closed });
        store.Failure = Outage;
        var decision = await limiter.CheckAsync();
        Assert.Equal((RateLimitStatus.Unavailable, "all", true), (decision.Status, decision.Reported!.Rule.Id, decision.Degraded));
        Assert.NotNull(decision.Reported.RetryAfter);
        limiter.Use(SampleRules.Rule(requests: 3, id: "user"));
        Assert.Equal(2, (await limiter.CheckAsync()).Reported!.Remaining);
    }

    [Fact]
    public async Task Refuses_when_one_of_several_rules_fails_closed_but_not_for_a_dry_run()
    {
        var closed = SampleRules.Rule(id: "closed") with { OnFailure = FailureMode.Closed };
        store.Failure = Outage;
        limiter.Use(SampleRules.Rule(), closed);
        Assert.Equal(RateLimitStatus.Unavailable, (await limiter.CheckAsync()).Status);
        limiter.Use(SampleRules.Rule(), closed with { Mode = RuleMode.DryRun });
        Assert.Equal(RateLimitStatus.Allowed, (await limiter.CheckAsync()).Status);
    }

    [Fact]
    public async Task Waits_for_counters_until_the_deadline_and_no_longer()
    {
        limiter.Use(SampleRules.Rule());
        store.Held = new TaskCompletionSource();
        var check = limiter.CheckAsync().AsTask();
        time.Advance(Deadline - TimeSpan.FromMilliseconds(1));
        Assert.False(check.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var decision = await check;
        Assert.Equal((true, true, 1), (decision.Allowed, decision.Degraded, limiter.Measured(RateLimitMetrics.Failures, "deadline")));
        store.Held.SetResult();
    }

    [Fact]
    public async Task Has_one_deadline_for_all_identities()
    {
        limiter.Use(SampleRules.Rule(id: "user"), SampleRules.Rule(id: "all", identifyBy: IdentityKind.Global));
        var first = store.Held = new TaskCompletionSource();
        var check = limiter.CheckAsync().AsTask();
        time.Advance(Deadline - TimeSpan.FromMilliseconds(10));
        var second = store.Held = new TaskCompletionSource();
        first.SetResult();
        await WaitUntilAskedAsync(2);
        Assert.False(check.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal([false, true], (await check).Outcomes.Select(outcome => outcome.Degraded));
        second.SetResult();
    }

    [Fact]
    public async Task Leaves_counters_alone_that_keep_failing_and_tries_one_check_after_a_while()
    {
        limiter.Use(SampleRules.Rule(requests: 100));
        store.Failure = Outage;
        await CheckManyAsync(CounterAccess.MinimumCalls);
        time.Advance(CounterAccess.MinimumFailing);
        await CheckManyAsync(1);
        var asked = store.Takes;
        Assert.Equal(CounterAccess.MinimumCalls + 1, asked);
        await CheckManyAsync(20);
        Assert.Equal(asked, store.Takes);
        time.Advance(BreakDuration);
        await CheckManyAsync(20);
        Assert.Equal(asked + 1, store.Takes);
        time.Advance(BreakDuration);
        store.Failure = null;
        Assert.False((await limiter.CheckAsync()).Degraded);
        Assert.False((await limiter.CheckAsync()).Degraded);
        Assert.True(limiter.Measured(RateLimitMetrics.Failures, "open") > 0);
    }

    [Fact]
    public async Task Goes_on_asking_counters_of_which_a_few_calls_fail()
    {
        limiter.Use(SampleRules.Rule(requests: 1_000));
        for (var round = 0; round < 20; round++)
        {
            store.Failure = Outage;
            await CheckManyAsync(2);
            store.Failure = null;
            for (var i = 0; i < 3; i++)
            {
                Assert.False((await limiter.CheckAsync()).Degraded);
            }
        }

        Assert.Equal(0, limiter.Measured(RateLimitMetrics.Failures, "open"));
    }

    [Fact]
    public async Task Takes_an_answer_after_the_deadline_for_none_and_survives_a_late_failure()
    {
        limiter.Use(SampleRules.Rule());
        var held = store.Held = new TaskCompletionSource();
        var checks = Enumerable.Range(0, 3).Select(_ => limiter.CheckAsync().AsTask()).ToArray();
        time.Advance(Deadline);
        Assert.All(await Task.WhenAll(checks), decision => Assert.True(decision.Degraded));
        store.Failure = Outage;
        held.SetResult();
        store.Held = null;
        store.Failure = null;
        Assert.False((await limiter.CheckAsync()).Degraded);
        Assert.Equal((3, 0), (limiter.Measured(RateLimitMetrics.Failures, "deadline"), limiter.Measured(RateLimitMetrics.Failures, "unavailable")));
    }

    [Fact]
    public async Task Counts_a_fault_of_the_program_apart_and_goes_on_asking()
    {
        limiter.Use(SampleRules.Rule(requests: 3));
        store.Failure = new CounterStoreFaultException("ERR");
        await CheckManyAsync(20);
        Assert.Equal((20, 20), (store.Takes, limiter.Measured(RateLimitMetrics.Failures, "fault")));
        Assert.False(await limiter.IsAllowedAsync());
    }

    [Fact]
    public async Task Counts_alone_where_no_counters_are_shared_and_refuses_what_fails_closed()
    {
        var alone = new LimiterInstance(null, time);
        alone.Use(SampleRules.Rule(requests: 1));
        var decision = await alone.CheckAsync();
        Assert.Equal((true, true), (decision.Allowed, decision.Degraded));
        Assert.False(await alone.IsAllowedAsync());
        alone.Use(SampleRules.Rule() with { OnFailure = FailureMode.Closed });
        Assert.Equal(RateLimitStatus.Unavailable, (await alone.CheckAsync()).Status);
    }

    [Fact]
    public async Task Goes_on_asking_after_one_pause_however_many_checks_it_met()
    {
        limiter.Use(SampleRules.Rule(requests: 1_000));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => limiter.IsAllowedAsync()));
        store.Failure = Outage;
        await CheckManyAsync(80);
        time.Advance(TimeSpan.FromMilliseconds(70));
        await CheckManyAsync(80);
        store.Failure = null;
        Assert.False((await limiter.CheckAsync()).Degraded);
        Assert.Equal(0, limiter.Measured(RateLimitMetrics.Failures, "open"));
    }

    [Fact]
    public async Task Tells_once_that_an_outage_began_and_once_how_long_it_was_and_what_it_cost()
    {
        limiter.Use(SampleRules.Rule(requests: 1_000));
        store.Failure = Outage;
        await CheckManyAsync(3);
        Assert.Empty(limiter.Logged);
        time.Advance(CounterOutage.Shortest);
        await CheckManyAsync(30);
        time.Advance(TimeSpan.FromSeconds(2));
        await CheckManyAsync(1);
        Assert.Equal(["Redis:Counters does not answer: each instance counts rate limits alone, and rules that fail closed refuse."], limiter.Logged);
        store.Failure = null;
        time.Advance(BreakDuration);
        Assert.True(await limiter.IsAllowedAsync());
        Assert.True(await limiter.IsAllowedAsync());
        Assert.Equal("Redis:Counters answers again after 3.3 s, in which 34 checks were degraded.", limiter.Logged[^1]);
        Assert.Equal(2, limiter.Logged.Count);
    }

    [Fact]
    public async Task Tells_nothing_of_a_slow_moment()
    {
        limiter.Use(SampleRules.Rule(requests: 1_000));
        store.Failure = Outage;
        await CheckManyAsync(3);
        store.Failure = null;
        Assert.True(await limiter.IsAllowedAsync());
        time.Advance(CounterOutage.Shortest);
        store.Failure = Outage;
        await CheckManyAsync(3);
        Assert.Empty(limiter.Logged);
    }

    private async Task CheckManyAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True((await limiter.CheckAsync()).Degraded);
        }
    }

    private async Task WaitUntilAskedAsync(int times)
    {
        while (store.Takes < times)
        {
            await Task.Yield();
        }
    }
}
