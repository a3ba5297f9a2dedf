using System.Collections.Concurrent;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>
/// RabbitMQ, a fan-out exchange to a quorum queue for each subscription, publisher confirms: a message is confirmed when the
/// logs of all three queues have been synced.
/// </summary>
public sealed class RabbitBroker : IBroker
{
    private const string Exchange = BenchMessages.Topic;
    private const ushort Prefetch = 1_000;

    private static readonly BasicProperties Persistent = new() { Persistent = true };

    private readonly RabbitServer server;
    private readonly IConnection connection;
    private readonly IChannel control;
    private readonly ConcurrentBag<IChannel> publishers = [];

    private RabbitBroker(RabbitServer server, IConnection connection, IChannel control) =>
        (this.server, this.connection, this.control) = (server, connection, control);

    public string Name => "RabbitMQ, quorum queues with confirms";

    public ContenderProcesses Processes => new(server.Node);

    public static async Task<RabbitBroker> StartAsync(Workspace workspace)
    {
        var server = await RabbitServer.StartAsync(workspace);
        var connection = await new ConnectionFactory { HostName = "127.0.0.1", Port = server.Port }.CreateConnectionAsync();
        var broker = new RabbitBroker(server, connection, await connection.CreateChannelAsync());
        await broker.control.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true);
        for (var i = 0; i < BenchMessages.Subscriptions; i++)
        {
            await broker.control.QueueDeclareAsync(
                BenchMessages.NameOf(i), durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
            await broker.control.QueueBindAsync(BenchMessages.NameOf(i), Exchange, "");
        }

        return broker;
    }

    public async Task PublishAsync(IReadOnlyList<byte[]> messages)
    {
        var channel = publishers.TryTake(out var free) ? free : await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await Task.WhenAll(messages.Select(message => channel.BasicPublishAsync(Exchange, "", mandatory: false, Persistent, message).AsTask()));
        publishers.Add(channel);
    }

    public async Task<IReceiver> SubscribeAsync(int subscription)
    {
        var (channel, arrived) = (await connection.CreateChannelAsync(), Channel.CreateUnbounded<(ulong Tag, byte[] Data)>());
        await channel.BasicQosAsync(0, Prefetch, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => arrived.Writer.WriteAsync((delivery.DeliveryTag, delivery.Body.ToArray())).AsTask();
        return new BufferedReceiver<(ulong Tag, byte[] Data)>(
            arrived.Reader,
            message => message.Data,
            () => channel.BasicConsumeAsync(BenchMessages.NameOf(subscription), autoAck: false, consumer),
            messages => channel.BasicAckAsync(messages[^1].Tag, multiple: true),
            channel.DisposeAsync);
    }

    public async Task ClearAsync()
    {
        for (var i = 0; i < BenchMessages.Subscriptions; i++)
        {
            await control.QueuePurgeAsync(BenchMessages.NameOf(i));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await server.DisposeAsync();
    }
}
