using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;
using Serverless.Core.RateLimiting.Counting.Redis;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;
using StackExchange.Redis;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>What the scripts do on every server that speaks Redis.</summary>
public abstract class RedisCounterStoreContract : CounterStoreContract, IAsyncDisposable
{
    private readonly RedisConnection connection;

    protected RedisCounterStoreContract(ICounterServer server)
    {
        connection = new RedisConnection(server.Configuration);
        Store = new RedisCounterStore(connection, Clock);
    }

    protected override ICounterStore Store { get; }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task Is_sent_again_to_a_server_that_has_forgotten_it(RateLimitAlgorithm algorithm)
    {
        var query = Query(SampleRules.Rule(algorithm));
        await Store.TakeAsync(query);
        foreach (var server in (await connection.GetAsync()).GetServers())
        {
            await server.ExecuteAsync("SCRIPT", "FLUSH");
        }

        Assert.Equal(1, (await Store.TakeAsync(query))[0].Remaining);
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task Lets_a_counter_vanish_when_it_no_longer_matters(RateLimitAlgorithm algorithm)
    {
        var query = Query(SampleRules.Rule(algorithm, requests: 10, unit: RateLimitUnit.Hour));
        var taken = (await new RedisCounterStore(connection).TakeAsync(query))[0];
        Assert.InRange(await LifetimeAsync(query) * 1_000, taken.ResetAfter - 30_000_000, taken.ResetAfter + 2_000);
    }

    [Theory]
    [MemberData(nameof(AllAlgorithms))]
    public async Task Writes_nothing_when_it_only_looks_or_denies(RateLimitAlgorithm algorithm)
    {
        var query = Query(SampleRules.Rule(algorithm, requests: 1), SampleRules.Rule(requests: 1, id: "second"));
        await Store.TakeAsync(query with { Peek = true });
        Assert.Empty(await DumpAsync(query));
        await Store.TakeAsync(query);
        var before = await DumpAsync(query);
        Clock.Advance(1_000);
        Assert.False((await Store.TakeAsync(query))[0].Allowed);
        await Store.TakeAsync(query with { Peek = true });
        Assert.Equal(before, await DumpAsync(query));
    }

    [Fact]
    public async Task Tells_an_error_of_the_script_from_an_outage()
    {
        var query = Query(SampleRules.Rule());
        await (await DatabaseAsync()).StringSetAsync(KeyOf(query), "x");
        await Assert.ThrowsAsync<CounterStoreFaultException>(async () => await Store.TakeAsync(query));
    }

    private static RedisKey KeyOf(CounterQuery query, int counter = 0) => $"rl:{{{query.Group.Identity.Tag}}}:{query.Counters[counter].Name}";

    private async Task<IDatabase> DatabaseAsync() => (await connection.GetAsync()).GetDatabase();

    private async Task<double> LifetimeAsync(CounterQuery query) =>
        (await (await DatabaseAsync()).KeyTimeToLiveAsync(KeyOf(query)))!.Value.TotalMilliseconds;

    private async Task<string[]> DumpAsync(CounterQuery query)
    {
        var database = await DatabaseAsync();
        var values = new List<string>();
        for (var i = 0; i < query.Counters.Count; i++)
        {
            var key = KeyOf(query, i);
            values.AddRange(await database.KeyTypeAsync(key) switch
            {
                RedisType.List => (await database.ListRangeAsync(key)).Select(value => value.ToString()),
                RedisType.String => [(await database.StringGetAsync(key)).ToString()],
                _ => [],
            });
        }

        return [.. values];
    }
}
