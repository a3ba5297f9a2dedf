using System.Globalization;
using Serverless.Bench.Harness;
using StackExchange.Redis;

namespace Serverless.Bench.Messaging;

/// <summary>Redis Streams, a consumer group for each subscription; <c>appendfsync always</c> answers after <c>fsync</c>.</summary>
public sealed class RedisBroker : IBroker
{
    private const string Stream = BenchMessages.Topic;
    private const string Field = "data";

    private readonly ServerProcess server;
    private readonly string address;
    private readonly ConnectionMultiplexer connection;
    private readonly IDatabase database;
    private int consumers;

    private RedisBroker(ServerProcess server, string address, ConnectionMultiplexer connection)
    {
        (this.server, this.address, this.connection) = (server, address, connection);
        database = connection.GetDatabase();
    }

    public string Name => "Redis Streams, appendfsync always";

    public ContenderProcesses Processes => new(server);

    public static async Task<RedisBroker> StartAsync(Workspace workspace)
    {
        var port = Workspace.FreePort();
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var server = await ServerProcess.StartAsync(
            port, "redis-server", "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--dir", workspace.NewFolder("redis"),
            "--save", "", "--appendonly", "yes", "--appendfsync", "always");
        var broker = new RedisBroker(server, address, await ConnectionMultiplexer.ConnectAsync(address));
        for (var i = 0; i < BenchMessages.Subscriptions; i++)
        {
            await broker.database.StreamCreateConsumerGroupAsync(Stream, BenchMessages.NameOf(i), StreamPosition.NewMessages, createStream: true);
        }

        return broker;
    }

    // Pipelined, as the client's users do it; the server writes and syncs together what it has read at once.
    public Task PublishAsync(IReadOnlyList<byte[]> messages) => Task.WhenAll(messages.Select(message => database.StreamAddAsync(Stream, Field, message)));

    public async Task<IReceiver> SubscribeAsync(int subscription)
    {
        // A read that waits blocks its connection. RESP2, because the client has no method for it, so its answer is read here.
        var own = await ConnectionMultiplexer.ConnectAsync($"{address},protocol=resp2");
        var name = string.Create(CultureInfo.InvariantCulture, $"consumer-{Interlocked.Increment(ref consumers)}");
        return new RedisReceiver(database, own, Stream, BenchMessages.NameOf(subscription), name);
    }

    public Task ClearAsync() => database.StreamTrimAsync(Stream, 0, useApproximateMaxLength: false);

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await server.DisposeAsync();
    }
}
