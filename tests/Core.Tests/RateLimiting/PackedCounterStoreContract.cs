using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;
using Serverless.Core.RateLimiting.Counting.Redis;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>The same of counters that share hashes, and what becomes of those that nobody asks for any more.</summary>
public abstract class PackedCounterStoreContract(ICounterServer server) : RedisCounterStoreContract(server, packedCallers: 1_000)
{
    private readonly ICounterServer server = server;

    [Fact]
    public async Task Puts_callers_into_few_hashes_and_counts_each_alone()
    {
        await using var connection = new RedisConnection(server.Configuration);
        var (keys, counter) = (RedisCounterKeys.For(100), Counter());
        var store = new RedisCounterStore(connection, Clock, keys);
        var groups = Enumerable.Range(0, 200).Select(_ => new IdentityGroup(SampleRules.NewIdentity(), [counter])).ToArray();
        foreach (var (index, group) in groups.Index())
        {
            Assert.Equal(1_000 - 1 - index, (await store.TakeAsync(new CounterQuery(group, cost: 1 + index)))[0].Remaining);
        }

        Assert.InRange(groups.Select(group => keys.Of(group)[0]).Distinct().Count(), 2, 4);
        await store.ResetAsync(groups[7]);
        Assert.Equal(1_000, (await store.TakeAsync(new CounterQuery(groups[7], cost: 1, peek: true)))[0].Remaining);
        Assert.Equal(1_000 - 1 - 8, (await store.TakeAsync(new CounterQuery(groups[8], cost: 1, peek: true)))[0].Remaining);
    }

    [Fact]
    public async Task Drops_callers_that_no_longer_matter_and_no_others()
    {
        await using var connection = new RedisConnection(server.Configuration);
        var (keys, counter) = (RedisCounterKeys.For(1), Counter());
        var store = new RedisCounterStore(connection, Clock, keys);
        for (var i = 0; i < 60; i++)
        {
            await store.TakeAsync(new CounterQuery(new IdentityGroup(SampleRules.NewIdentity(), [counter]), cost: 1));
        }

        Clock.Advance(2 * 60_000_000);
        var alive = new IdentityGroup(SampleRules.NewIdentity(), [counter]);
        await store.TakeAsync(new CounterQuery(alive, cost: 5));
        for (var i = 0; i < 40; i++)
        {
            await store.TakeAsync(new CounterQuery(new IdentityGroup(SampleRules.NewIdentity(), [counter]), cost: 1));
        }

        var database = (await connection.GetAsync()).GetDatabase();
        Assert.InRange(await database.HashLengthAsync(keys.Of(alive)[0]), 41, 63);
        Assert.Equal(995, (await store.TakeAsync(new CounterQuery(alive, cost: 1, peek: true)))[0].Remaining);
    }

    [Fact]
    public async Task Keeps_a_hash_for_as_long_as_any_of_its_counters_matters()
    {
        await using var connection = new RedisConnection(server.Configuration);
        var (keys, counter) = (RedisCounterKeys.For(1), Counter());
        var store = new RedisCounterStore(connection, Clock, keys);
        var database = (await connection.GetAsync()).GetDatabase();
        var group = new IdentityGroup(SampleRules.NewIdentity(), [counter]);
        for (var i = 0; i < 20; i++)
        {
            var taken = (await store.TakeAsync(new CounterQuery(group, cost: 1)))[0];
            Assert.True((await database.KeyTimeToLiveAsync(keys.Of(group)[0]))!.Value.TotalMicroseconds >= taken.ResetAfter);
            // What the clock of the test passes, the server's does not: the expiry is set anew, as it would be after that time.
            await database.KeyExpireAsync(keys.Of(group)[0], (await database.KeyTimeToLiveAsync(keys.Of(group)[0])) - TimeSpan.FromSeconds(25));
            Clock.Advance(25_000_000);
        }
    }

    private static RuleCounter Counter() => new(SampleRules.Rule(RateLimitAlgorithm.SlidingWindowCounter, requests: 1_000, unit: RateLimitUnit.Minute, id: $"{Guid.NewGuid():n}"));
}
