using Serverless.Core.Queues;

namespace Serverless.Core.UrlShortening;

/// <summary>Finds the expiry partitions that have something due, and has each cleaned up by a queue message of its own.</summary>
public sealed class ExpiredLinks(ILinkStore links, IWorkQueue queue, TimeProvider time)
{
    /// <summary>The queue of partitions; a message that is lost or poisoned is sent again by the next run.</summary>
    public const string Queue = "expired-links";

    /// <summary>Sends the messages and returns how many. Reads one entry a shard and one more for each partition that is due.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store or the queue does not answer; the next run finds what is left.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        var due = time.GetUtcNow() - ExpiryPartition.Grace;
        for (var shard = 0; shard < ExpiryPartition.Shards; shard++)
        {
            var from = ExpiryPartition.First(shard);
            while (await links.FindDueAsync(from, cancellationToken) is { } entry && entry.DueAt <= due)
            {
                await queue.SendAsync(Queue, entry.Partition.ToString(), TimeSpan.Zero, cancellationToken);
                from = entry.Partition.Next();
                sent++;
            }
        }

        return sent;
    }
}
