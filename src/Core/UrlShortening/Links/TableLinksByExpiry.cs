using System.Globalization;
using Azure.Data.Tables;
using Serverless.Core.Azure;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>
/// The table <c>LinksByExpiry</c>: what clean-up has to look at, in the order of time. Partition <c>{shard}-{hour}</c>
/// (shard 00-63, hour as yyyyMMddHH in UTC), row <c>{ticks}!{key}!{nonce}</c>.
/// </summary>
internal sealed class TableLinksByExpiry(TableStorage storage)
{
    /// <summary>Follows the separator of shard and hour, so that the range of a shard ends before it.</summary>
    private const char AfterSeparator = '.';

    private readonly TableRows rows = storage.Open("LinksByExpiry");

    /// <summary>Writes the entry of a row, unless the row before it has had the same.</summary>
    public Task PutAsync(LinkRow row, LinkRow? before, CancellationToken cancellationToken)
    {
        var entry = EntryOf(row);
        return before is not null && EntryOf(before) == entry ? Task.CompletedTask : rows.PutAsync(ToEntity(entry, row), cancellationToken);
    }

    public async Task<DueLink?> FindAsync(ExpiryPartition from, CancellationToken cancellationToken)
    {
        var (first, end) = (from.ToString(), from.ToString()[..2] + AfterSeparator);
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {end}");
        return (await rows.ListAsync(filter, 1, cancellationToken)).Select(Read).FirstOrDefault();
    }

    public async Task<IReadOnlyList<DueLink>> ListAsync(
        ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        var name = partition.ToString();
        var (first, end) = (after is null ? "" : RowOf(after), Ticks(until.AddTicks(1)));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {name} and RowKey gt {first} and RowKey lt {end}");
        return [.. (await rows.ListAsync(filter, limit, cancellationToken)).Select(Read)];
    }

    public Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (first, end) = (ExpiryPartition.First(shard).ToString(), PartitionAt(shard, until).Next().ToString());
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey lt {end} and RowKey lt {Ticks(until.AddTicks(1))} and Gone eq {true}");
        return rows.CountAsync(filter, cancellationToken);
    }

    public Task RemoveAsync(DueLink entry, CancellationToken cancellationToken) =>
        rows.TryDeleteAsync(entry.Partition.ToString(), RowOf(entry), cancellationToken);

    // Says so only of gone rows, so that a query for them need not read the rows.
    private static TableEntity ToEntity(TableLinkEntry entry, LinkRow row)
    {
        var entity = entry.ToEntity();
        if (row is LinkRow.Gone)
        {
            entity["Gone"] = true;
        }

        return entity;
    }

    private static ExpiryPartition PartitionAt(int shard, DateTimeOffset time) => new(shard, time.UtcTicks / TimeSpan.TicksPerHour);

    private static TableLinkEntry EntryOf(LinkRow row)
    {
        var entry = DueLink.Of(row);
        return new TableLinkEntry(entry.Partition.ToString(), RowOf(entry));
    }

    private static string RowOf(DueLink entry) => $"{Ticks(entry.DueAt)}{TableLinkEntry.Separator}{entry.Key}{TableLinkEntry.Separator}{entry.Nonce}";

    private static string Ticks(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    private static DueLink Read(TableEntity entity)
    {
        var parts = entity.RowKey.Split(TableLinkEntry.Separator, 3);
        return new DueLink(new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero), parts[1], parts[2]);
    }
}
