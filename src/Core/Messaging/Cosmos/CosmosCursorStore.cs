using System.Collections.Immutable;
using BitFaster.Caching.Lru;
using Microsoft.Azure.Cosmos;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Trimming;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>
/// Cursors in Cosmos DB, with their floors mirrored to a table, where those of a stream are found together. The mirror lags
/// behind by up to a minute of changes, and what is lowest there is compared with the cursors when floors are asked for.
/// </summary>
public sealed class CosmosCursorStore(CosmosAccount account, TableFloors floors, TimeProvider time) : ICursorStore
{
    /// <summary>How often one process mirrors one cursor's floor.</summary>
    public static readonly TimeSpan MirrorInterval = TimeSpan.FromSeconds(60);

    /// <summary>Cursors read to find the lowest floor of a stream; the mirror is believed beyond.</summary>
    private const int ComparedAtOnce = 64;

    private const int Remembered = 10_000;

    private readonly CosmosDocuments documents = account.Open(CosmosContainers.Cursors);
    private readonly ConcurrentLru<CursorId, long> mirroredAt = new(Remembered);

    public async Task<StoredCursor?> FindAsync(CursorId id, CancellationToken cancellationToken) =>
        await FindDocumentAsync(id, cancellationToken) is { IsClosed: false } found
                ? new StoredCursor(id, CursorCodec.Read(found.State), found.ETag!)
                : null;

    public async Task<bool> TryAddAsync(CursorId id, CursorState state, CancellationToken cancellationToken)
    {
        // The mirror first: a cursor that it does not know of would hold everything for ever.
        await floors.TryAddAsync(id, state.LowestUndone, cancellationToken);
        if (await documents.TryCreateAsync(CosmosCursor.Of(id, state), CosmosMessagesJson.Default.CosmosCursor, cancellationToken) is not null)
        {
            return true;
        }

        if (await FindDocumentAsync(id, cancellationToken) is { IsClosed: true })
        {
            await floors.DeleteAsync(id, cancellationToken);
        }

        return false;
    }

    public async Task<StoredCursor?> TryReplaceAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken)
    {
        var (before, after) = (current.State.LowestUndone, next.State.LowestUndone);
        if (after < before)
        {
            await floors.LowerAsync(current.Id, after, cancellationToken);
        }

        // Read before the cursor is written: whoever lowers it later makes the row another one, which is not raised.
        var mirror = after > before && IsDue(current.Id) ? await TryFindMirrorAsync(current.Id, cancellationToken) : null;
        if (await TryWriteAsync(current, next, cancellationToken) is not { } version)
        {
            return null;
        }

        if (mirror is not null && mirror.Floor < after)
        {
            await TryRaiseMirrorAsync(mirror, after, cancellationToken);
        }

        return new StoredCursor(current.Id, next.State, version);
    }

    public async Task<ImmutableArray<ParkedMessage>?> FindPageAsync(CursorId id, long page, CancellationToken cancellationToken) =>
        await documents.FindAsync(CosmosCursor.PartitionOf(id), CosmosCursor.IdOf(page), CosmosMessagesJson.Default.CosmosCursor, cancellationToken)
            is { } found
                ? ParkedCodec.ReadPage(found.State)
                : null;

    public async Task CloseAsync(CursorId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The pages first: only the cursor names them.
        if (await FindAsync(id, cancellationToken) is { State: var state })
        {
            foreach (var page in state.Pages.Select(page => page.Id).Concat(state.ObsoletePages))
            {
                await documents.TryDeleteAsync(CosmosCursor.PartitionOf(id), CosmosCursor.IdOf(page), version: null, cancellationToken);
            }
        }

        await documents.PutAsync(CosmosCursor.ClosedOf(id), CosmosMessagesJson.Default.CosmosCursor, cancellationToken);
        await floors.DeleteAsync(id, cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, long>> FindFloorsAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var rows = await floors.ListAsync(stream, cancellationToken);
        var found = rows.ToDictionary(row => row.Id.SubscriptionId, row => row.Floor, StringComparer.Ordinal);
        var lowest = new PriorityQueue<TableFloor, long>(rows.Select(row => (row, row.Floor)));
        var least = long.MaxValue;
        for (var left = ComparedAtOnce; left > 0 && lowest.TryDequeue(out var row, out _) && row.Floor < least; left--)
        {
            var floor = await CompareAsync(row, cancellationToken);
            found[row.Id.SubscriptionId] = floor;
            least = Math.Min(least, floor);
        }

        return found;
    }

    private Task<CosmosCursor?> FindDocumentAsync(CursorId id, CancellationToken cancellationToken) =>
        documents.FindAsync(CosmosCursor.PartitionOf(id), CosmosCursor.FixedId, CosmosMessagesJson.Default.CosmosCursor, cancellationToken);

    // While a floor is being lowered, a cursor as read may be the one from before.
    private async Task<long> CompareAsync(TableFloor row, CancellationToken cancellationToken)
    {
        if (row.IsHeld || await FindAsync(row.Id, cancellationToken) is not { } cursor || cursor.State.LowestUndone <= row.Floor)
        {
            return row.Floor;
        }

        await TryRaiseMirrorAsync(row, cursor.State.LowestUndone, cancellationToken);
        return cursor.State.LowestUndone;
    }

    private Task<string?> TryWriteAsync(StoredCursor current, CursorChange next, CancellationToken cancellationToken)
    {
        var (id, partition, type) = (current.Id, CosmosCursor.PartitionOf(current.Id), CosmosMessagesJson.Default.CosmosCursor);
        var document = CosmosCursor.Of(id, next.State);
        return next.AddedPages.Count + next.DroppedPages.Count == 0
            ? documents.TryReplaceAsync(document with { ETag = current.ETag }, type, cancellationToken)
            : documents.TryApplyAsync(partition, AddTo, cancellationToken);

        void AddTo(TransactionalBatch batch)
        {
            batch.ReplaceItemStream(CosmosCursor.FixedId, CosmosDocuments.Content(document, type), new TransactionalBatchItemRequestOptions { IfMatchEtag = current.ETag });
            foreach (var page in next.AddedPages)
            {
                batch.CreateItemStream(CosmosDocuments.Content(CosmosCursor.Of(id, page), type));
            }

            foreach (var page in next.DroppedPages)
            {
                batch.DeleteItem(CosmosCursor.IdOf(page));
            }
        }
    }

    private bool IsDue(CursorId id)
    {
        var now = time.GetTimestamp();
        var isDue = !mirroredAt.TryGet(id, out var last) || time.GetElapsedTime(last, now) >= MirrorInterval;
        if (isDue)
        {
            mirroredAt.AddOrUpdate(id, now);
        }

        return isDue;
    }

    private async Task<TableFloor?> TryFindMirrorAsync(CursorId id, CancellationToken cancellationToken)
    {
        try
        {
            return await floors.FindAsync(id, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The mirror may lag behind: no acknowledgement fails because of it.
            return null;
        }
    }

    private async Task TryRaiseMirrorAsync(TableFloor row, long floor, CancellationToken cancellationToken)
    {
        try
        {
            await floors.TryRaiseAsync(row, floor, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // As above.
        }
    }
}
