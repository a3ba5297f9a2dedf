using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Serverless.Core.Storage;

namespace Serverless.Core.UrlShortening;

/// <summary>
/// The key pool in Azure Table Storage, a partition a shard. A block's row <c>block!{id}</c> stays as long as the block is
/// known and makes its id unique; while it is free, its keys lie in a second row <c>free!{age}!{id}</c>. Both change in
/// one transaction of the partition, so the rows from <c>free!</c> on are the free blocks, oldest first, and nothing else:
/// reading them never passes a leased block or a used-up stub, however many are kept.
/// </summary>
public sealed class TableKeyBlockStore(TableStorage storage, TimeProvider time) : IKeyBlockStore
{
    private readonly TableRows rows = storage.Open("Keys");

    public async Task<IReadOnlyList<KeyBlock>> ListFreeAsync(int shard, int limit, CancellationToken cancellationToken)
    {
        var (partition, first, end) = (TableKeyRow.Partition(shard), TableKeyRow.FirstFree, TableKeyRow.EndOfFree);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {end}");
        return [.. (await rows.ListAsync(filter, limit, cancellationToken)).Select(row => TableKeyRow.ReadFree(shard, row))];
    }

    public Task<bool> TryAddAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        if (block.Lease is not null)
        {
            return rows.TryAddAsync(TableKeyRow.Leased(block, block.Lease), cancellationToken);
        }

        // Clocks of instances differ a little: so does the order, in which nothing but fairness depends.
        var age = time.GetUtcNow().UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
        return rows.TryApplyAsync(
            [
                new TableTransactionAction(TableTransactionActionType.Add, TableKeyRow.Guard(block)),
                new TableTransactionAction(TableTransactionActionType.Add, TableKeyRow.Free(block, age)),
            ],
            cancellationToken);
    }

    public Task<bool> TryReplaceAsync(KeyBlock block, CancellationToken cancellationToken)
    {
        var (age, version) = TableKeyRow.VersionOf(block);
        var free = TableKeyRow.Free(block, age);
        if (block.Lease is null)
        {
            return rows.TryReplaceAsync(free, version, cancellationToken);
        }

        // The version decides; the row of the block is only ever changed together with the free one.
        return rows.TryApplyAsync(
            [
                new TableTransactionAction(TableTransactionActionType.Delete, free, version),
                new TableTransactionAction(TableTransactionActionType.UpdateReplace, TableKeyRow.Leased(block, block.Lease), ETag.All),
            ],
            cancellationToken);
    }
}
