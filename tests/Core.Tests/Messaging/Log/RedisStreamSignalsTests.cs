using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Redis;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging.Log;

/// <summary>Signals between instances, and that publishing does not depend on them.</summary>
public sealed class RedisStreamSignalsTests(SharedRedis redis) : IClassFixture<SharedRedis>, IAsyncDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly List<RedisConnection> connections = [];
    private readonly StreamId stream = SampleMessages.Topic().Streams().First();

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        ended.Dispose();
    }

    [Fact]
    public async Task Reach_another_instance()
    {
        var (sender, heard) = (New(redis.Configuration), await ListenAsync(New(redis.Configuration)));
        sender.Send(stream);
        Assert.Equal(stream, await heard.Task.WaitAsync(Gate.SafetyNet, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Reach_their_own_process_at_once()
    {
        var signals = New(redis.Configuration);
        var heard = await ListenAsync(signals);
        signals.Send(stream);
        Assert.True(heard.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void Are_lost_without_harm_when_redis_is_down() => New("127.0.0.1:1,connectTimeout=50,connectRetry=0").Send(stream);

    [Fact]
    public async Task Reach_their_own_process_when_redis_is_down()
    {
        var signals = New("127.0.0.1:1,connectTimeout=50,connectRetry=0");
        var heard = new TaskCompletionSource<StreamId>();
        var listening = signals.ListenAsync(heard.SetResult, () => { }, () => { }, ended.Token);
        signals.Send(stream);
        Assert.True(heard.Task.IsCompletedSuccessfully);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    private RedisStreamSignals New(string configuration)
    {
        connections.Add(new RedisConnection(configuration));
        return new RedisStreamSignals(connections[^1], TimeProvider.System, NullLogger<RedisStreamSignals>.Instance);
    }

    /// <summary>Begins to listen, and returns what takes the first signal of the stream.</summary>
    private async Task<TaskCompletionSource<StreamId>> ListenAsync(RedisStreamSignals signals)
    {
        var heard = new TaskCompletionSource<StreamId>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = signals.ListenAsync(
            each =>
            {
                if (each == stream)
                {
                    heard.TrySetResult(each);
                }
            },
            () => { },
            () => ready.TrySetResult(),
            ended.Token);
        await ready.Task.WaitAsync(Gate.SafetyNet, TestContext.Current.CancellationToken);
        return heard;
    }
}
