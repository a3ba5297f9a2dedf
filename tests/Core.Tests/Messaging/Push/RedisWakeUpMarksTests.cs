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
        var won = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => instances[i % instances.Length].TrySetAsync(lane, 1)));
        Assert.Single(won, isFirst => isFirst);
    }

    [Fact]
    public async Task Are_of_one_lane_and_gone_when_any_instance_took_them_away()
    {
        var (first, second) = (New(redis.Configuration), New(redis.Configuration));
        Assert.True(await first.TrySetAsync(lane, 1));
        Assert.True(await second.TrySetAsync(lane + "/other", 1));
        Assert.False(await second.TrySetAsync(lane, 1));
        await second.ClearAsync(lane);
        Assert.True(await first.TrySetAsync(lane, 1));
    }

    [Fact]
    public async Task Keep_the_greatest_number_that_they_were_given()
    {
        var (first, second) = (New(redis.Configuration), New(redis.Configuration));
        Assert.True(await first.TrySetAsync(lane, 12));
        Assert.False(await second.TrySetAsync(lane, 5_000_000_000));
        Assert.False(await first.TrySetAsync(lane, 13));
        Assert.Equal(5_000_000_000, await first.ClearAsync(lane));
        Assert.Equal(0, await first.ClearAsync(lane));
        Assert.True(await second.TrySetAsync(lane, 0));
        Assert.Equal(0, await first.ClearAsync(lane));
    }

    [Fact]
    public async Task End_by_themselves()
    {
        var connection = new RedisConnection(redis.Configuration);
        connections.Add(connection);
        await new RedisWakeUpMarks(connection, TimeProvider.System).TrySetAsync(lane, 1);
        var left = await (await connection.GetAsync()).GetDatabase().KeyTimeToLiveAsync("wake-up:" + lane);
        Assert.InRange(left!.Value, TimeSpan.FromTicks(1), IWakeUpMarks.Lifetime);
    }

    [Fact]
    public async Task Count_as_not_set_and_fail_nobody_when_redis_is_down()
    {
        var marks = New("127.0.0.1:1,connectTimeout=50,connectRetry=0");
        Assert.True(await marks.TrySetAsync(lane, 1));
        Assert.True(await marks.TrySetAsync(lane, 1));
        await marks.ClearAsync(lane);
    }

    private RedisWakeUpMarks New(string configuration)
    {
        var connection = new RedisConnection(configuration);
        connections.Add(connection);
        return new RedisWakeUpMarks(connection, TimeProvider.System);
    }
}
