using StackExchange.Redis;

namespace Serverless.Bench.Messaging;

/// <summary>Reads for a consumer group: what is there, or what comes within a second.</summary>
internal sealed class RedisReceiver(IDatabase database, ConnectionMultiplexer own, string stream, string group, string consumer) : IReceiver
{
    private const string WaitMilliseconds = "1000";
    private const int Fields = 1;

    public async Task<int> ReceiveAsync(Action<ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entries = await database.StreamReadGroupAsync(stream, group, consumer, StreamPosition.NewMessages, BenchMessages.Batch);
        var ids = Array.ConvertAll(entries, entry => entry.Id);
        foreach (var entry in entries)
        {
            take((byte[])entry.Values[0].Value!);
        }

        if (entries.Length == 0)
        {
            ids = await WaitAsync(take, cancellationToken);
        }

        if (ids.Length > 0)
        {
            await database.StreamAcknowledgeAsync(stream, group, ids);
        }

        return ids.Length;
    }

    public ValueTask DisposeAsync() => own.DisposeAsync();

    private async Task<RedisValue[]> WaitAsync(Action<ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        var read = own.GetDatabase().ExecuteAsync(
            "XREADGROUP", "GROUP", group, consumer, "COUNT", BenchMessages.Batch, "BLOCK", WaitMilliseconds, "STREAMS", stream, ">");
        var answer = await read.WaitAsync(cancellationToken);
        if (answer.IsNull)
        {
            return [];
        }

        var entries = (RedisResult[])((RedisResult[])((RedisResult[])answer!)[0]!)[1]!;
        return Array.ConvertAll(entries, entry =>
        {
            var parts = (RedisResult[])entry!;
            take((byte[])((RedisResult[])parts[1]!)[Fields]!);
            return (RedisValue)parts[0];
        });
    }
}
