using Serverless.Core.Storage;

namespace Serverless.Core.Azure;

/// <summary>Hands work over in Azure Storage queues, where the Functions host finds it.</summary>
public sealed class QueueWorkQueue(QueueStorage storage) : IWorkQueue
{
    // A send that is repeated after a lost answer stores the message twice, which "at least once" allows.
    public Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken) =>
        storage.Open(queue).SendAsync(QueueMessageText.Encode(message), delay, cancellationToken);
}
