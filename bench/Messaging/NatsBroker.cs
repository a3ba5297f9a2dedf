using System.Globalization;
using System.Threading.Channels;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>
/// NATS JetStream, a stream in files with a durable consumer for each subscription. With <c>sync_interval: always</c> it
/// answers after <c>fsync</c>; by default it syncs every two minutes and answers before.
/// </summary>
public sealed class NatsBroker : IBroker
{
    private const string Stream = BenchMessages.Topic;
    private const int Ahead = 1_000;

    // Of a batch of each publisher the last message waits for thousands of syncs, on a busy disk for longer than the client's 5 s.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ServerProcess server;
    private readonly NatsConnection connection;
    private readonly NatsJSContext context;

    private NatsBroker(string name, ServerProcess server, NatsConnection connection)
    {
        (Name, this.server, this.connection) = (name, server, connection);
        context = new NatsJSContext(connection);
    }

    public string Name { get; }

    public ContenderProcesses Processes => new(server);

    /// <param name="always">Whether every message is synced before it is acknowledged; only servers from 2.10 can.</param>
    public static async Task<NatsBroker> StartAsync(Workspace workspace, bool always)
    {
        var (folder, port) = (workspace.NewFolder("nats"), Workspace.FreePort());
        var file = Path.Combine(folder, "nats.conf");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $$"""
            host: 127.0.0.1
            port: {{port}}
            jetstream { store_dir: "{{folder}}"{{(always ? ", sync_interval: always" : "")}} }
            """));
        var server = await ServerProcess.StartAsync(port, Program(), "-c", file);
        var connection = new NatsConnection(new NatsOpts { Url = string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{port}"), RequestTimeout = Patience });
        var broker = new NatsBroker(always ? "NATS JetStream, sync_interval always" : "NATS JetStream, default sync (not durable)", server, connection);
        await broker.context.CreateStreamAsync(new StreamConfig(Stream, [Stream]) { Storage = StreamConfigStorage.File });
        for (var i = 0; i < BenchMessages.Subscriptions; i++)
        {
            await broker.context.CreateOrUpdateConsumerAsync(
                Stream, new ConsumerConfig(BenchMessages.NameOf(i)) { AckPolicy = ConsumerConfigAckPolicy.Explicit, MaxAckPending = 10 * Ahead });
        }

        return broker;
    }

    public async Task PublishAsync(IReadOnlyList<byte[]> messages)
    {
        foreach (var answer in await Task.WhenAll(messages.Select(message => context.PublishAsync(Stream, message).AsTask())))
        {
            answer.EnsureSuccess();
        }
    }

    public async Task<IReceiver> SubscribeAsync(int subscription)
    {
        var consumer = await context.GetConsumerAsync(Stream, BenchMessages.NameOf(subscription));
        var (arrived, stopping) = (Channel.CreateBounded<INatsJSMsg<byte[]>>(Ahead), new CancellationTokenSource());
        var consuming = Task.CompletedTask;
        return new BufferedReceiver<INatsJSMsg<byte[]>>(
            arrived.Reader,
            message => message.Data,
            () =>
            {
                consuming = Task.Run(() => ConsumeAsync(consumer, arrived.Writer, stopping.Token));
                return Task.CompletedTask;
            },
            AcknowledgeAsync,
            async () =>
            {
                await stopping.CancelAsync();
                await consuming;
                stopping.Dispose();
            });
    }

    public async Task ClearAsync() => await context.PurgeStreamAsync(Stream, new StreamPurgeRequest());

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await server.DisposeAsync();
    }

    private static async Task ConsumeAsync(INatsJSConsumer consumer, ChannelWriter<INatsJSMsg<byte[]>> arrived, CancellationToken stopping)
    {
        try
        {
            await foreach (var message in consumer.ConsumeAsync<byte[]>(opts: new NatsJSConsumeOpts { MaxMsgs = Ahead }, cancellationToken: stopping))
            {
                await arrived.WriteAsync(message, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The receiver is not needed any more.
        }
    }

    // As its users do: without waiting for the server to have stored it.
    private static async ValueTask AcknowledgeAsync(IReadOnlyList<INatsJSMsg<byte[]>> messages)
    {
        foreach (var message in messages)
        {
            await message.AckAsync();
        }
    }

    // bench/run puts a newer server here where the installed one can't sync every message.
    private static string Program()
    {
        var own = Path.Combine(Workspace.Sources, "..", "artifacts", "nats-server", "usr", "sbin", "nats-server");
        return File.Exists(own) ? Path.GetFullPath(own) : "nats-server";
    }
}
