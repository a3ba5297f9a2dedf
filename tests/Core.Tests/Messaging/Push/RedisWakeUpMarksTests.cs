using Serverless.Core.Messaging.Push;
using Serverless.Core.Redis;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>Marks that instances share, and that nothing depends on them.</summary>
public sealed class RedisWakeUpMarksTests(SharedRedis redis) : IClassFixture<SharedRedis>, IAsyncDisposable
{
    private readonly List<RedisConnection> connections = [];
    private readonly string lane = Guid.NewGuid().ToString();

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }

    [Fact]
    public async Task Are_set_by_one_of_many_instances()
    {
        var instances = Enumerable.Range(0, 4).Select(_ => New(redis.Configuration)).ToArray();
        var won = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => instances[i % instances.Length].TrySetAsync(lane)));
        Assert.Single(won, isFirst => isFirst);
    }

    [Fact]
    public async Task Are_of_one_lane_and_gone_when_any_instance_took_them_away()
    {
        var (first, second) = (New(redis.Configuration), New(redis.Configuration));
        Assert.True(await first.TrySetAsync(lane));
        Assert.True(await second.TrySetAsync(lane + "/other"));
        Assert.False(await second.TrySetAsync(lane));
        await second.ClearAsync(lane);
        Assert.True(await first.TrySetAsync(lane));
    }

    [Fact]
    public async Task End_by_themselves()
    {
        var connection = new RedisConnection(redis.Configuration);
        connections.Add(connection);
        await new RedisWakeUpMarks(connection, TimeProvider.System).TrySetAsync(lane);
        var left = await (await connection.GetAsync()).GetDatabase().KeyTimeToLiveAsync("wake-up:" + lane);
        Assert.InRange(left!.Value, TimeSpan.FromTicks(1), IWakeUpMarks.Lifetime);
    }

    [Fact]
    public async Task Count_as_not_set_and_fail_nobody_when_redis_is_down()
    {
        var marks = New("127.0.0.1:1,connectTimeout=50,connectRetry=0");
        Assert.True(await marks.TrySetAsync(lane));
        Assert.True(await marks.TrySetAsync(lane));
        await marks.ClearAsync(lane);
    }

    private RedisWakeUpMarks New(string configuration)
    {
        var connection = new RedisConnection(configuration);
        connections.Add(connection);
        return new RedisWakeUpMarks(connection, TimeProvider.System);
    }
}
