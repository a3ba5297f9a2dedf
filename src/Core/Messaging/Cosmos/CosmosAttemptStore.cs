using BitFaster.Caching.Lru;
using Microsoft.Azure.Cosmos;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Attempts;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>
/// Attempts in Cosmos DB, a document for each batch that is written, in a container of their own: they take nothing from the
/// throughput of what delivery depends on. The service removes them after their time; what is too many, the process that added
/// it, every now and then.
/// </summary>
public sealed class CosmosAttemptStore(CosmosAccount account) : IAttemptStore
{
    /// <summary>So many attempts of a subscription a process adds until it looks again how many there are.</summary>
    internal const int LookAfter = IAttemptStore.MostKept / 4;

    private const int DocumentSize = 100;

    /// <summary>Of a transaction.</summary>
    private const int MaxRemoved = 100;

    private const int Remembered = 1_000;
    private const int PageSize = 100;

    private const string List = "SELECT * FROM c WHERE c.pk = @pk ORDER BY c.id";
    private const string Counts = "SELECT c.id, c.count FROM c WHERE c.pk = @pk ORDER BY c.id";

    private readonly CosmosDocuments documents = account.Open(CosmosContainers.Attempts);
    private readonly ConcurrentLru<string, int> addedSinceLook = new(Remembered);

    public async Task AddAsync(string subscriptionId, IReadOnlyList<DeliveryAttempt> attempts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var some in attempts.Chunk(DocumentSize))
        {
            await documents.PutAsync(CosmosAttempts.Of(subscriptionId, some), CosmosMessagesJson.Default.CosmosAttempts, cancellationToken);
        }

        // Processes come and go: each begins with a look.
        var added = addedSinceLook.TryGet(subscriptionId, out var before) ? before + attempts.Count : LookAfter;
        addedSinceLook.AddOrUpdate(subscriptionId, added >= LookAfter ? 0 : added);
        if (added >= LookAfter)
        {
            await RemoveOldestAsync(subscriptionId, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<DeliveryAttempt>> ListAsync(string subscriptionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new List<DeliveryAttempt>();
        await foreach (var some in documents.QueryAsync(
            subscriptionId, new QueryDefinition(List), PageSize, CosmosMessagesJson.Default.CosmosPageCosmosAttempts, cancellationToken))
        {
            found.AddRange(some.Attempts);
            if (found.Count >= IAttemptStore.MostKept)
            {
                break;
            }
        }

        return found;
    }

    private async Task RemoveOldestAsync(string subscriptionId, CancellationToken cancellationToken)
    {
        var (kept, surplus) = (0, new List<string>());
        await foreach (var document in documents.QueryAsync(
            subscriptionId, new QueryDefinition(Counts), PageSize, CosmosMessagesJson.Default.CosmosPageCosmosAttemptCount, cancellationToken))
        {
            if (kept >= IAttemptStore.MostKept)
            {
                surplus.Add(document.Id);
            }

            kept += document.Count;
        }

        foreach (var some in surplus.Chunk(MaxRemoved))
        {
            // Refused when another process has removed some of them: the rest is found by the next look.
            _ = some is [var single]
                ? await documents.TryDeleteAsync(subscriptionId, single, version: null, cancellationToken)
                : await documents.TryApplyAsync(subscriptionId, batch => Array.ForEach(some, id => batch.DeleteItem(id)), cancellationToken) is not null;
        }
    }
}
