using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Overview;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.Overview;

/// <summary>In the memory of one process.</summary>
public sealed class MemoryTrafficStoreTests : TrafficStoreContract
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);

    public MemoryTrafficStoreTests() => Store = new MemoryTrafficStore(time);

    protected override ITrafficStore Store { get; }

    [Fact]
    public async Task Forgets_what_is_older_than_is_shown()
    {
        var key = new TrafficKey(TrafficFigure.Redirects);
        var now = TrafficMinute.Of(time.GetUtcNow());
        await Store.AddAsync([new TrafficCount(now, key, 1)], TestContext.Current.CancellationToken);
        time.Advance(TrafficMinute.KeptFor + TimeSpan.FromMinutes(1));
        Assert.Empty(await Store.ReadAsync(now, 60, TestContext.Current.CancellationToken));
    }
}

/// <summary>In Redis.</summary>
public abstract class RedisTrafficStoreContract : TrafficStoreContract, IAsyncDisposable
{
    private readonly RedisConnection connection;

    protected RedisTrafficStoreContract(ICounterServer server)
    {
        // A busy machine is no failure.
        connection = new RedisConnection($"{server.Configuration},syncTimeout=60000");
        Store = new RedisTrafficStore(connection);
    }

    protected override ITrafficStore Store { get; }

    [Fact]
    public async Task Lets_every_minute_expire()
    {
        await Store.AddAsync([new TrafficCount(First, new TrafficKey(TrafficFigure.Redirects), 1), new TrafficCount(First, new TrafficKey(TrafficFigure.RuleAllowed, "a"), 1)], TestContext.Current.CancellationToken);
        var database = (await connection.GetAsync()).GetDatabase();
        foreach (var key in new[] { $"traffic:{First}", $"traffic:{First}:rules" })
        {
            Assert.InRange((await database.KeyTimeToLiveAsync(key))!.Value, TrafficMinute.KeptFor - TimeSpan.FromMinutes(1), TrafficMinute.KeptFor);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Garnet, as LocalHost has it.</summary>
public sealed class RedisTrafficStoreOnGarnetTests(GarnetServer server) : RedisTrafficStoreContract(server), IClassFixture<GarnetServer>;

/// <summary>An ordinary Redis.</summary>
public sealed class RedisTrafficStoreOnRedisServerTests(RedisServer server) : RedisTrafficStoreContract(server), IClassFixture<RedisServer>;
