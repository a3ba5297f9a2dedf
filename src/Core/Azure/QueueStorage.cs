using System.Collections.Concurrent;
using Azure.Storage.Queues;

namespace Serverless.Core.Azure;

/// <summary>The queues of one Storage account.</summary>
/// <param name="prefix">Begins the name of every queue, so that several applications can share an account; lower-case letters, digits and dashes.</param>
public sealed class QueueStorage(QueueServiceClient service, string prefix = "")
{
    private readonly ConcurrentDictionary<string, QueueMessages> queues = new(StringComparer.Ordinal);

    /// <summary>A queue, made when the first message is sent to it.</summary>
    /// <param name="name">3-63 lower-case letters, digits and single dashes, with the prefix.</param>
    public QueueMessages Open(string name) => queues.GetOrAdd(name, _ => new QueueMessages(service.GetQueueClient(prefix + name)));
}
