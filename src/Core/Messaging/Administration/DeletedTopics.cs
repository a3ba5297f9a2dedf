using System.Text.Json;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Administration;

/// <summary>Finds what was deleted, and has all that was kept for it removed by a queue message each.</summary>
public sealed class DeletedTopics(ITopicStore store, IWorkQueue queue, TimeProvider time)
{
    /// <summary>The queue of tombstones; a message that is lost or poisoned is sent again by the next run.</summary>
    public const string Queue = "deleted-topics";

    /// <summary>Until then somebody may still write to what was deleted: whose directory is stale, or who was slow.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private const int PageSize = 100;

    /// <summary>Sends the messages and returns how many.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store or the queue does not answer; the next run finds what is left.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var (sent, due) = (0, time.GetUtcNow() - Grace);
        string? after = null;
        IReadOnlyList<Tombstone> page;
        do
        {
            page = await store.ListTombstonesAsync(after, PageSize, cancellationToken);
            foreach (var tombstone in page.Where(tombstone => tombstone.DeletedAt <= due))
            {
                await queue.SendAsync(Queue, JsonSerializer.Serialize(tombstone, StoredTopicsJson.Default.Tombstone), TimeSpan.Zero, cancellationToken);
                sent++;
            }

            after = page.Count > 0 ? page[^1].Id : after;
        }
        while (page.Count == PageSize);

        return sent;
    }
}
