using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>Pulls, waiting for up to 5 s, and acknowledges what it got in a second request.</summary>
internal sealed class LocalHostReceiver(LocalHostBroker broker, string subscription) : IReceiver
{
    private static readonly ReadOnlyMemory<byte> Pull = """{"max":100,"wait":"PT5S"}"""u8.ToArray();

    private const string Acknowledged = "\"acknowledged\"";

    public async Task<int> ReceiveAsync(Action<ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        using var answer = await broker.PostAsync($"{subscription}/pull", Pull, cancellationToken);
        var (ackIds, data) = LocalHostJson.ReadPull(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        data.ForEach(take);
        if (ackIds.Count > 0)
        {
            using var settled = await broker.PostAsync($"{subscription}/ack", LocalHostJson.Acknowledge(ackIds), CancellationToken.None);
            var text = await settled.Content.ReadAsStringAsync(CancellationToken.None);
            if (text.Split(Acknowledged).Length - 1 != ackIds.Count)
            {
                throw new BenchException($"Not every message could be acknowledged: {text}");
            }
        }

        return ackIds.Count;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
