using System.Buffers.Binary;
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
    private readonly RedisCounterKeys keys;
    private readonly bool isPacked;

    /// <param name="packedCallers">0 where each counter is a key.</param>
    protected RedisCounterStoreContract(ICounterServer server, long packedCallers = 0)
    {
        connection = new RedisConnection(server.Configuration);
        keys = RedisCounterKeys.For(packedCallers);
        isPacked = packedCallers > 0;
        Store = new RedisCounterStore(connection, Clock, keys);
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
        // Packed, it would live as long as others' counters, whose clocks may be elsewhere.
        var query = Query(SampleRules.Rule(algorithm, requests: 10, unit: RateLimitUnit.Hour, id: $"{Guid.NewGuid():n}"));
        var taken = (await new RedisCounterStore(connection, keys: keys).TakeAsync(query))[0];
        var isField = isPacked && algorithm is (RateLimitAlgorithm.FixedWindow or RateLimitAlgorithm.SlidingWindowCounter);
        // A hash lives for two spans of two windows at most.
        Assert.InRange(await LifetimeAsync(query) * 1_000, taken.ResetAfter - 30_000_000, isField ? 4 * 3_600_000_000L + 3_000 : taken.ResetAfter + 2_000);
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
        // Packed, others' counters would be found spoilt too.
        var query = Query(SampleRules.Rule(id: $"{Guid.NewGuid():n}"));
        await (await DatabaseAsync()).StringSetAsync(KeyOf(query), "x");
        await Assert.ThrowsAsync<CounterStoreFaultException>(async () => await Store.TakeAsync(query));
    }

    /// <summary>Whatever its hash is, braces and zeros in it too: in a cluster a script whose keys lie in two slots is refused.</summary>
    [Theory]
    [InlineData("7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d7d")]
    [InlineData("7d000000000000000000000000000000")]
    [InlineData("7b7d7b7d7b7d7b7d7b7d7b7d7b7d7b7d")]
    [InlineData("007d0a0d000000000000000000000001")]
    [InlineData("00000000000000000000000000000000")]
    public async Task Keeps_the_counters_of_an_identity_together(string bytes)
    {
        var hash = BinaryPrimitives.ReadUInt128LittleEndian(Convert.FromHexString(bytes));
        var group = new IdentityGroup(
            new CallerIdentity(IdentityKind.User, hash),
            [.. Enum.GetValues<RateLimitAlgorithm>().Select(algorithm => new RuleCounter(SampleRules.Rule(algorithm, requests: 5, id: $"{Guid.NewGuid():n}")))]);
        Assert.All(await Store.TakeAsync(new CounterQuery(group, cost: 2)), answer => Assert.Equal(3, answer.Remaining));
        Assert.All(await Store.TakeAsync(new CounterQuery(group, cost: 2)), answer => Assert.Equal(1, answer.Remaining));
        Assert.All(keys.Of(group), key => Assert.InRange(((byte[])key!).Length, isPacked ? 14 : 26, isPacked ? 30 : 26));
    }

    /// <summary>Numbers that take more bytes than the others, and the first ones that do.</summary>
    [Theory]
    [InlineData(RateLimitAlgorithm.SlidingWindowCounter, 65_536)]
    [InlineData(RateLimitAlgorithm.SlidingWindowCounter, 1_000_000_000)]
    [InlineData(RateLimitAlgorithm.FixedWindow, 1_000_000_000)]
    [InlineData(RateLimitAlgorithm.TokenBucket, 127_253)]
    [InlineData(RateLimitAlgorithm.TokenBucket, 1_000_000_000)]
    public async Task Counts_large_numbers_exactly(RateLimitAlgorithm algorithm, long requests)
    {
        var query = Query(SampleRules.Rule(algorithm, requests: requests, unit: RateLimitUnit.Day));
        for (var left = requests; left > requests - 4; left--)
        {
            Assert.Equal(left - 1, (await Store.TakeAsync(query))[0].Remaining);
        }

        Assert.Equal(0, (await Store.TakeAsync(new CounterQuery(query.Group, cost: requests - 4)))[0].Remaining);
        Assert.False((await Store.TakeAsync(query))[0].Allowed);
        Assert.Equal(requests - 4, Assert.Single(await Store.RefundAsync(query.Group, [new Grant(Clock.Microseconds, requests - 4)])));
        Assert.Equal(requests - 5, (await Store.TakeAsync(query))[0].Remaining);
    }

    private RedisKey KeyOf(CounterQuery query, int counter = 0) => keys.Of(query.Group)[counter];

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
                RedisType.String => [Convert.ToHexString((byte[])(await database.StringGetAsync(key))!)],
                RedisType.Hash => [Convert.ToHexString((byte[]?)(await database.HashGetAsync(key, RedisCounterKeys.FieldOf(query.Group.Identity))) ?? [])],
                _ => [],
            });
        }

        return [.. values.Where(value => value.Length > 0)];
    }
}
