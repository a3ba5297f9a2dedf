using System.Collections.Concurrent;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Bench.UrlShortening;

/// <summary>Takes the messages of the clean-up timer for the one who measures.</summary>
public sealed class PartitionList : IWorkQueue
{
    private readonly ConcurrentQueue<string> messages = new();

    public Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        messages.Enqueue(message);
        return Task.CompletedTask;
    }

    public IEnumerable<ExpiryPartition> Take()
    {
        while (messages.TryDequeue(out var message))
        {
            yield return ExpiryPartition.Parse(message)!;
        }
    }
}
