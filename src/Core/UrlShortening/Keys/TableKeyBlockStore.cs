using Azure;
using Azure.Data.Tables;
using Serverless.Core.Azure;

namespace Serverless.Core.UrlShortening.Keys;

/// <summary>
/// The key pool in Azure Table Storage, a partition a shard. A block's row <c>block!{id}</c> stays as long as the block is
/// known and makes its id unique; all else lies in a second row, <c>free!{age}!{id}</c>, <c>lease!{until}!{id}</c> or
/// <c>used!{since}!{id}</c>. Both change in one transaction of the partition, so a range of rows is the blocks of one
/// state in the order of time, and nothing else: reading the free ones never passes a lease or a stub, however many are kept.
/// </summary>
public sealed class TableKeyBlockStore(TableStorage storage, TimeProvider time) : IKeyBlockStore
{
    private readonly TableRows rows = storage.Open("Keys");

    public async Task<KeyBlock?> FindAsync(int shard, string id, CancellationToken cancellationToken)
    {
        var partition = TableKeyRow.Partition(shard);
        while (await rows.FindAsync(partition, TableKeyRow.BlockRow(id), cancellationToken) is { } guard)
        {
            if (await rows.FindAsync(partition, TableKeyRow.StateOf(guard), cancellationToken) is { } state)
            {
                return TableKeyRow.Read(state);
            }

            // It changed between the two reads.
        }

        return null;
    }

    public Task<IReadOnlyList<KeyBlock>> ListFreeAsync(int shard, int limit, CancellationToken cancellationToken) =>
        ListAsync(shard, TableKeyRow.Free, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, limit, cancellationToken);

    public Task<IReadOnlyList<KeyBlock>> ListLeasedAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        ListAsync(shard, TableKeyRow.Leased, from, to, limit, cancellationToken);

    public Task<IReadOnlyList<KeyBlock>> ListUsedUpAsync(int shard, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        ListAsync(shard, TableKeyRow.UsedUp, from, to, limit, cancellationToken);

    public Task<bool> TryAddAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        // Clocks of instances differ a little: so does the order, in which nothing but fairness depends.
        var state = TableKeyRow.State(block, time.GetUtcNow());
        return rows.TryApplyAsync(
            [
                new TableTransactionAction(TableTransactionActionType.Add, TableKeyRow.Guard(block, state)),
                new TableTransactionAction(TableTransactionActionType.Add, state),
            ],
            cancellationToken);
    }

    public Task<bool> TryReplaceAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        var (before, version) = TableKeyRow.VersionOf(block);
        var state = TableKeyRow.State(block, TableKeyRow.IsFree(before) ? TableKeyRow.TimeOf(before) : time.GetUtcNow());
        if (state.RowKey == before.RowKey)
        {
            return rows.TryReplaceAsync(state, version, cancellationToken);
        }

        // The version decides; the row of the block is only ever changed together with the one of its state.
        return rows.TryApplyAsync(
            [
                new TableTransactionAction(TableTransactionActionType.Delete, before, version),
                new TableTransactionAction(TableTransactionActionType.Add, state),
                new TableTransactionAction(TableTransactionActionType.UpdateReplace, TableKeyRow.Guard(block, state), ETag.All),
            ],
            cancellationToken);
    }

    public Task<bool> TryRemoveAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        var (before, version) = TableKeyRow.VersionOf(block);
        return rows.TryApplyAsync(
            [
                new TableTransactionAction(TableTransactionActionType.Delete, before, version),
                new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(before.PartitionKey, TableKeyRow.BlockRow(block.Id)), ETag.All),
            ],
            cancellationToken);
    }

    private async Task<IReadOnlyList<KeyBlock>> ListAsync(
        int shard, string state, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var (partition, first, end) = (TableKeyRow.Partition(shard), TableKeyRow.From(state, from), TableKeyRow.From(state, to));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {end}");
        return [.. (await rows.ListAsync(filter, limit, cancellationToken)).Select(TableKeyRow.Read)];
    }
}
