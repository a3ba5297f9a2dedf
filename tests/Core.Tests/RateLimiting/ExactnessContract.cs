using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;
using Serverless.Core.RateLimiting.Counting.Redis;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>However many instances and clients ask at once: as many are admitted as the reference admits.</summary>
public abstract class ExactnessContract(ICounterServer server)
{
    private const int Clients = 64;
    private const int ChecksOfAClient = 6;
    private const long Limit = 250;

    private static readonly RateLimitOptions Patient = new() { Deadline = TimeSpan.FromSeconds(10) };

    private readonly ManualClock clock = new(SampleRules.Start.AddSeconds(30));

    public static MatrixTheoryData<RateLimitAlgorithm, int> AllAlgorithmsAndInstances => new(SampleRules.Algorithms, [1, 4, 16]);

    [Theory]
    [MemberData(nameof(AllAlgorithmsAndInstances))]
    public async Task Admits_what_the_reference_admits_to_all_clients_together(RateLimitAlgorithm algorithm, int instances)
    {
        var rule = SampleRules.Rule(algorithm, Limit, burst: algorithm == RateLimitAlgorithm.TokenBucket ? Limit / 2 : Limit);
        await using var cluster = new LimiterCluster(server, instances, clock, Patient, rule);
        var expected = new CounterState?[1];
        var query = new CounterQuery(new IdentityGroup(SampleRules.NewIdentity(), [new RuleCounter(rule)]), cost: 1);
        var caller = new RateLimitCaller(Guid.NewGuid().ToString("n"));
        foreach (var passed in new[] { 0, 20_000_000, 20_000_000, 55_000_000 })
        {
            clock.Advance(passed);
            var admitted = Enumerable.Range(0, Clients * ChecksOfAClient).Count(_ => CounterGroup.Take(query, expected, clock.Microseconds)[0].Allowed);
            Assert.Equal(admitted, await cluster.CountAdmittedAsync(caller, Clients, ChecksOfAClient));
        }
    }

    [Theory]
    [MemberData(nameof(CounterStoreContract.AllAlgorithms), MemberType = typeof(CounterStoreContract))]
    public async Task Admits_nothing_by_the_servers_own_clock_that_the_reference_would_not(RateLimitAlgorithm algorithm)
    {
        await using var connection = new RedisConnection(server.Configuration);
        var store = new RedisCounterStore(connection);
        var counter = new RuleCounter(SampleRules.Rule(algorithm, requests: 200, unit: RateLimitUnit.Second));
        var query = new CounterQuery(new IdentityGroup(SampleRules.NewIdentity(), [counter]), cost: 1);
        var readings = (await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => TakeManyAsync(store, query, 100)))).SelectMany(all => all).ToList();
        var states = new CounterState?[1];
        Assert.All(
            readings.Where(reading => reading.Allowed).OrderBy(reading => reading.Time),
            reading => Assert.True(CounterGroup.Take(query, states, reading.Time)[0].Allowed));
        Assert.Contains(readings, reading => !reading.Allowed);
        Assert.InRange(readings.Count(reading => reading.Allowed), 200, readings.Count);
    }

    [Theory]
    [MemberData(nameof(AllAlgorithmsAndInstances))]
    public async Task Admits_what_the_plan_and_the_whole_api_allow_and_what_was_given_back_again(RateLimitAlgorithm algorithm, int instances)
    {
        var api = Guid.NewGuid().ToString("n");
        RateLimitRule[] rules =
        [
            SampleRules.Rule(algorithm, requests: 10, id: "user") with { Api = api, Plans = new Dictionary<string, PlanLimit> { ["gold"] = new(Limit, Limit) } },
            SampleRules.Rule(algorithm, requests: Limit - 50, id: "whole") with { Api = api, Op = RateLimitRule.AnyOp },
        ];
        await using var cluster = new LimiterCluster(server, instances, clock, Patient, rules);
        var ann = new RateLimitCaller(api, Plan: "gold");
        Assert.Equal((int)Limit - 50, await cluster.CountAdmittedAsync(ann, Clients, ChecksOfAClient, api));
        await cluster.RefundAsync(ann, api, 30, clock.Now);
        // What was given back is had again, but for denials that instances remember for a second.
        clock.Advance(1_000_001);
        var refill = algorithm == RateLimitAlgorithm.TokenBucket ? (int)((Limit - 50) / 60) : 0;
        Assert.InRange(await cluster.CountAdmittedAsync(ann, Clients, ChecksOfAClient, api), 30 + refill, 30 + refill + (algorithm == RateLimitAlgorithm.TokenBucket ? 1 : 0));
        Assert.Equal(10, await cluster.CountAdmittedAsync(new RateLimitCaller(api + "-other"), Clients, ChecksOfAClient, api));
    }

    [Fact]
    public async Task Limits_callers_of_any_name_each_by_all_rules()
    {
        RateLimitRule[] rules =
        [
            .. SampleRules.Algorithms.Select(algorithm => SampleRules.Rule(algorithm, requests: 2, id: $"user-{algorithm}")),
            SampleRules.Rule(requests: 3, id: "tenant", identifyBy: IdentityKind.Header) with { Header = "x-tenant" },
        ];
        await using var cluster = new LimiterCluster(server, 4, clock, Patient, rules);
        var tenant = Guid.NewGuid().ToString("n");
        foreach (var name in HostileCallers.Names)
        {
            var caller = new RateLimitCaller(name + tenant, Headers: new Dictionary<string, string> { ["x-tenant"] = name + tenant });
            Assert.Equal(2, await cluster.CountAdmittedAsync(caller, clients: 4, checksOfAClient: 1));
        }
    }

    [Fact]
    public async Task Takes_nothing_from_narrow_rules_when_a_wide_one_denies()
    {
        var op = Guid.NewGuid().ToString("n");
        RateLimitRule[] rules = [SampleRules.Rule(requests: 1_000, id: "user"), SampleRules.Rule(requests: 100, id: op, identifyBy: IdentityKind.Global)];
        await using var cluster = new LimiterCluster(server, 4, clock, Patient, rules);
        var caller = new RateLimitCaller(op);
        Assert.Equal(100, await cluster.CountAdmittedAsync(caller, Clients, ChecksOfAClient));
        var user = (await cluster.CheckAsync(caller)).Outcomes[0];
        Assert.True(user.Rule.Id == op || user.Remaining == 900, $"{user}");
    }

    private static async Task<List<CounterAnswer>> TakeManyAsync(RedisCounterStore store, CounterQuery query, int count)
    {
        var readings = new List<CounterAnswer>();
        for (var i = 0; i < count; i++)
        {
            readings.AddRange(await store.TakeAsync(query));
        }

        return readings;
    }
}
