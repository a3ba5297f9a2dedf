using Azure;
using Azure.Data.Tables;
using Serverless.Core.Azure;
using Serverless.Core.Storage;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>
/// Links in Azure Table Storage: a partition a key, so that following one is a read of one row. The index entries lie in
/// other partitions, which no transaction spans: they are written first and checked against the row by whoever reads them.
/// </summary>
public sealed class TableLinkStore(TableStorage storage, TimeProvider time) : ILinkStore
{
    private readonly TableRows rows = storage.Open("Links");
    private readonly TableLinksByOwner byOwner = new(storage);
    private readonly TableLinksByExpiry byExpiry = new(storage);

    public async Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken) =>
        await rows.FindAsync(key, TableRows.OnlyRow, cancellationToken) is { } row ? TableLinkRow.Read(row) : null;

    public async Task<bool> TryAddAsync(LinkRow row, CancellationToken cancellationToken)
    {
        await Task.WhenAll(byOwner.PutAsync(row, null, cancellationToken), byExpiry.PutAsync(row, null, cancellationToken));
        RefuseLate(row);
        return await rows.TryAddAsync(TableLinkRow.Write(row), cancellationToken);
    }

    public async Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken)
    {
        await Task.WhenAll(byOwner.PutAsync(next, current.Row, cancellationToken), byExpiry.PutAsync(next, current.Row, cancellationToken));
        RefuseLate(next);
        RefuseLateReturn(current.Row, next);
        if (!await rows.TryReplaceAsync(TableLinkRow.Write(next), new ETag(current.ETag), cancellationToken))
        {
            return false;
        }

        await ForgetAsync(current.Row, next, cancellationToken);
        return true;
    }

    public async Task<bool> TryRemoveAsync(StoredLink current, CancellationToken cancellationToken)
    {
        if (!await rows.TryDeleteAsync(current.Row.Key, TableRows.OnlyRow, new ETag(current.ETag), cancellationToken))
        {
            return false;
        }

        await ForgetAsync(current.Row, null, cancellationToken);
        return true;
    }

    public Task<DueLink?> FindDueAsync(ExpiryPartition from, CancellationToken cancellationToken) => byExpiry.FindAsync(from, cancellationToken);

    public Task<IReadOnlyList<DueLink>> ListDueAsync(
        ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        byExpiry.ListAsync(partition, after, until, limit, cancellationToken);

    public Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        byExpiry.CountGoneAsync(shard, until, cancellationToken);

    public Task RemoveDueAsync(DueLink entry, CancellationToken cancellationToken) => byExpiry.RemoveAsync(entry, cancellationToken);

    public async Task<IReadOnlyList<StoredLink>> ListByKeyAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey gt {after ?? ""}");
        return [.. (await rows.ListAsync(filter, limit, cancellationToken)).Select(TableLinkRow.Read)];
    }

    public Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken) =>
        byOwner.ListAsync(owner, after, limit, cancellationToken);

    // A process that stood still since it wrote the entry may come too late: clean-up has removed what led nowhere.
    private void RefuseLate(LinkRow row)
    {
        if (time.GetUtcNow() > row.DueAt + ExpiryPartition.WriteMargin)
        {
            throw new WriteConflictException("The row was due before it could be written.");
        }
    }

    // The same for whoever brings a link back: the release may have taken its owner's entry, and its clicks.
    private void RefuseLateReturn(LinkRow before, LinkRow next)
    {
        if (before is LinkRow.Gone gone && next is LinkRow.Live && next.Nonce == gone.Nonce && time.GetUtcNow() > gone.Until + ExpiryPartition.WriteMargin)
        {
            throw new WriteConflictException("The quarantine was over before the link could be brought back.");
        }
    }

    private async Task ForgetAsync(LinkRow before, LinkRow? next, CancellationToken cancellationToken)
    {
        try
        {
            await byOwner.RemoveAsync(before, next, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The row is replaced. An entry that it contradicts costs a reader one read, a failure the caller much more.
        }
    }
}
