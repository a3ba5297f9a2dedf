namespace Serverless.Bench.Messaging;

/// <summary>One of the consumers of a subscription.</summary>
public interface IReceiver : IAsyncDisposable
{
    /// <summary>Waits for messages, hands out those that are there, up to 100, and acknowledges them.</summary>
    /// <returns>How many; 0 when none came for a while.</returns>
    Task<int> ReceiveAsync(Action<ReadOnlyMemory<byte>> take, CancellationToken cancellationToken);
}
