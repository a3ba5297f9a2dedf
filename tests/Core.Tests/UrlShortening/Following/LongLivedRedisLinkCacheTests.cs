using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Core.Tests.UrlShortening.Following;

/// <summary>The cache in Garnet that believes links for a day.</summary>
public sealed class LongLivedRedisLinkCacheTests(SharedRedis redis) : SharedLinkCacheContract, IClassFixture<SharedRedis>, IAsyncDisposable
{
    private readonly RedisConnection connection = new(redis.Configuration);

    // Stands still, so that no look-up is given up on a busy machine.
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());

    protected override ISharedLinkCache Cache => field ??= new RedisLinkCache(connection, Lifetime, FollowingInstance.CreateMetrics(), time);

    protected override DateTimeOffset Now => time.GetUtcNow();

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    [Fact]
    public async Task Confirms_no_mark_that_redis_did_not_take()
    {
        await using var dead = new RedisConnection("127.0.0.1:1,connectTimeout=50,connectRetry=0");
        Assert.False(await new RedisLinkCache(dead, Lifetime, FollowingInstance.CreateMetrics(), TimeProvider.System).InvalidateAsync("key"));
    }
}

/// <summary>The same in <c>redis-server</c>.</summary>
public sealed class LongLivedRedisServerLinkCacheTests : SharedLinkCacheContract, IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private RedisServerProcess server = null!;
    private RedisConnection connection = null!;

    protected override ISharedLinkCache Cache => field ??= new RedisLinkCache(connection, Lifetime, FollowingInstance.CreateMetrics(), time);

    protected override DateTimeOffset Now => time.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        RedisServerProcess.SkipUnlessInstalled();
        server = await RedisServerProcess.StartAsync();
        connection = new RedisConnection(server.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await connection.DisposeAsync();
            await server.DisposeAsync();
        }
    }
}
