using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Expiry;

/// <summary>Finds the expiry partitions that have something due, has each cleaned up by a queue message of its own, and counts some of the quarantine.</summary>
public sealed class ExpiredLinks(ILinkStore links, IWorkQueue queue, QuarantineCensus census, TimeProvider time)
{
    /// <summary>The queue of partitions; a message that is lost or poisoned is sent again by the next run.</summary>
    public const string Queue = "expired-links";

    /// <summary>Sends the messages and returns how many. Reads one entry a shard one more for each partition that is due, and what the census reads.</summary>
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

        await census.RunAsync(cancellationToken);
        return sent;
    }
}
