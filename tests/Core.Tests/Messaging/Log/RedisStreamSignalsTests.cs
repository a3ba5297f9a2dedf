using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;
using StackExchange.Redis;

namespace Serverless.Core.Tests.Messaging.Log;

/// <summary>Signals between instances over each server that may carry them, and that publishing does not depend on them.</summary>
public abstract class RedisStreamSignalsTests<TServer>(TServer server) : IClassFixture<TServer>, IAsyncDisposable
    where TServer : class, ICounterServer
{
    private const string Nowhere = "127.0.0.1:1,connectTimeout=50,connectRetry=0";

    private readonly CancellationTokenSource ended = new();
    private readonly List<RedisConnection> connections = [];
    private readonly List<RedisStreamSignals> instances = [];
    private readonly StreamId stream = new(SampleMessages.Topic().Id + Guid.NewGuid().ToString("n")[..8], 0);
    private readonly StreamId other = new(SampleMessages.Topic().Id + Guid.NewGuid().ToString("n")[..8], 1);

    protected TServer Server => server;

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        instances.ForEach(instance => instance.Dispose());
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        ended.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Reach_all_other_instances_that_attend_to_the_stream()
    {
        var signal = new StreamSignal(stream, 42, "mail", IsChange: true);
        var (sender, listeners) = (New(), await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AttendAsync(New(), stream))));
        sender.Send(signal);
        Assert.All(await Task.WhenAll(listeners.Select(heard => heard.TakeAsync())), heard => Assert.Equal(signal, heard));
    }

    [Fact]
    public async Task Reach_nobody_who_attends_to_another_stream()
    {
        var (sender, heard) = (New(), await AttendAsync(New(), other));
        var both = await AttendAsync(New(), stream, other);
        sender.Send(new StreamSignal(stream, 1));
        Assert.Equal(new StreamSignal(stream, 1), await both.TakeAsync());
        sender.Send(new StreamSignal(other, 2));
        Assert.Equal(new StreamSignal(other, 2), await heard.TakeAsync());
    }

    [Fact]
    public async Task Come_seldom_with_the_greatest_number_however_many_are_sent()
    {
        const int Sent = 5_000;
        var heard = await AttendAsync(New(), stream);
        var sender = New();
        await Task.WhenAll(Enumerable.Range(1, Sent).Select(number => Task.Run(() => sender.Send(new StreamSignal(stream, number)))));
        var (greatest, count) = (0L, 0);
        while (greatest < Sent)
        {
            greatest = Math.Max(greatest, (await heard.TakeAsync()).Next);
            count++;
        }

        Assert.InRange(count, 1, Sent / 10);
    }

    [Fact]
    public async Task Reach_their_own_process_at_once_attended_or_not()
    {
        var signals = New();
        var heard = Listen(signals);
        signals.Send(new StreamSignal(stream, 7));
        Assert.Equal(new StreamSignal(stream, 7), Assert.Single(heard.All));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Are_heard_again_by_whoever_comes_back()
    {
        var (sender, signals) = (New(), New());
        var heard = await AttendAsync(signals, stream);
        signals.Leave(stream);
        signals.Attend(stream);
        sender.Send(new StreamSignal(stream, 3));
        Assert.Equal(new StreamSignal(stream, 3), await heard.TakeAsync());
    }

    [Fact]
    public async Task Are_not_subscribed_to_a_while_after_the_last_has_left()
    {
        var time = new FakeTimeProvider();
        var signals = New(time);
        await AttendAsync(signals, stream);
        await using var client = await ConnectionMultiplexer.ConnectAsync(server.Configuration);
        Assert.Equal(1, await SubscribersAsync(client));
        signals.Leave(stream);
        time.Advance(AttendedStreams.Linger - TimeSpan.FromSeconds(1));
        Assert.Equal(1, await SubscribersAsync(client));
        time.Advance(TimeSpan.FromSeconds(1));
        while (await SubscribersAsync(client) > 0)
        {
            // The command is on its way.
        }
    }

    [Fact]
    public void Are_lost_without_harm_when_redis_is_down() => New(Nowhere).Send(new StreamSignal(stream));

    [Fact]
    public void Reach_their_own_process_when_redis_is_down()
    {
        var signals = New(Nowhere);
        var heard = Listen(signals);
        signals.Attend(stream);
        signals.Send(new StreamSignal(stream, 7));
        Assert.Equal(new StreamSignal(stream, 7), Assert.Single(heard.All));
    }

    private async Task<long> SubscribersAsync(ConnectionMultiplexer client) =>
        (await Task.WhenAll(client.GetServers().Select(node => node.SubscriptionSubscriberCountAsync(RedisStreamSignals.ChannelOf(stream))))).Sum();

    private RedisStreamSignals New(TimeProvider? time = null) => New(server.Configuration, time);

    private RedisStreamSignals New(string configuration, TimeProvider? time = null)
    {
        lock (instances)
        {
            connections.Add(new RedisConnection(configuration));
            instances.Add(new RedisStreamSignals(connections[^1], time ?? TimeProvider.System, NullLogger<RedisStreamSignals>.Instance));
            return instances[^1];
        }
    }

    private HeardSignals Listen(RedisStreamSignals signals)
    {
        var heard = new HeardSignals();
        _ = signals.ListenAsync(heard.Add, () => { }, ended.Token);
        return heard;
    }

    /// <summary>Begins to listen, and returns once it was told that signals arrive from now on.</summary>
    private async Task<HeardSignals> AttendAsync(RedisStreamSignals signals, params StreamId[] streams)
    {
        var heard = Listen(signals);
        foreach (var each in streams)
        {
            signals.Attend(each);
            Assert.Equal(new StreamSignal(each, IsChange: true), await heard.TakeAsync());
        }

        return heard;
    }
}

public sealed class GarnetStreamSignalsTests(GarnetServer server) : RedisStreamSignalsTests<GarnetServer>(server)
{
    /// <summary>Why the channels are ordinary ones: when this fails, sharded ones may be chosen.</summary>
    [Fact]
    public async Task Can_not_be_sent_to_sharded_channels()
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(Server.Configuration);
        await Assert.ThrowsAsync<RedisServerException>(() => client.GetDatabase().ExecuteAsync("SPUBLISH", "channel", "message"));
    }
}

public sealed class RedisServerStreamSignalsTests(RedisServer server) : RedisStreamSignalsTests<RedisServer>(server);

public sealed class RedisClusterStreamSignalsTests(RedisCluster server) : RedisStreamSignalsTests<RedisCluster>(server);
