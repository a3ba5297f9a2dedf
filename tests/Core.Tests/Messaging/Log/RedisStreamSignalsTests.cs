using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Redis;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging.Log;

/// <summary>Signals between instances, and that publishing does not depend on them.</summary>
public sealed class RedisStreamSignalsTests(SharedRedis redis) : IClassFixture<SharedRedis>, IAsyncDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly List<RedisConnection> connections = [];
    private readonly StreamSignal signal = new(SampleMessages.Topic().Streams().First(), 42, "mail", IsChange: true);

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
        sender.Send(signal);
        Assert.Equal(signal, await heard.Task.WaitAsync(Gate.SafetyNet, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Reach_their_own_process_at_once()
    {
        var signals = New(redis.Configuration);
        var heard = await ListenAsync(signals);
        signals.Send(signal);
        Assert.True(heard.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void Are_read_as_they_were_written_and_from_a_stream_alone()
    {
        StreamSignal[] all = [signal, signal with { IsChange = false }, new(signal.Stream), new(signal.Stream, 7), new(signal.Stream, SubscriptionId: "mail")];
        Assert.All(all, each => Assert.Equal(each, StreamSignal.TryParse(each.ToString(), out var read) ? read : null));
        Assert.Equal(new StreamSignal(signal.Stream), StreamSignal.TryParse(signal.Stream.ToString(), out var old) ? old : null);
        Assert.False(StreamSignal.TryParse("nothing", out _));
    }

    [Fact]
    public void Are_lost_without_harm_when_redis_is_down() => New("127.0.0.1:1,connectTimeout=50,connectRetry=0").Send(signal);

    [Fact]
    public async Task Reach_their_own_process_when_redis_is_down()
    {
        var signals = New("127.0.0.1:1,connectTimeout=50,connectRetry=0");
        var heard = new TaskCompletionSource<StreamSignal>();
        var listening = signals.ListenAsync(heard.SetResult, () => { }, () => { }, ended.Token);
        signals.Send(signal);
        Assert.True(heard.Task.IsCompletedSuccessfully);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    private RedisStreamSignals New(string configuration)
    {
        connections.Add(new RedisConnection(configuration));
        return new RedisStreamSignals(connections[^1], TimeProvider.System, NullLogger<RedisStreamSignals>.Instance);
    }

    /// <summary>Begins to listen, and returns what takes the signal.</summary>
    private async Task<TaskCompletionSource<StreamSignal>> ListenAsync(RedisStreamSignals signals)
    {
        var heard = new TaskCompletionSource<StreamSignal>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = signals.ListenAsync(
            each =>
            {
                if (each == signal)
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
