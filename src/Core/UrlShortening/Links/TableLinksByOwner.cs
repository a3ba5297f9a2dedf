using System.Globalization;
using Azure.Data.Tables;
using Serverless.Core.Azure;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>
/// The table <c>LinksByOwner</c>, newest first. Partition <c>{owner}!{month}</c>, row <c>{ticks}!{key}!{nonce}</c>, month
/// and ticks counted down, so that the service's ascending order is the list's: one range of partitions holds all months of
/// an owner and nothing of another.
/// </summary>
internal sealed class TableLinksByOwner(TableStorage storage)
{
    private const char Separator = TableLinkEntry.Separator;

    /// <summary>Counted down from here, as yyyyMM; also the last month there can be.</summary>
    private const int Months = 999_999;

    private readonly TableRows rows = storage.Open("LinksByOwner");

    /// <summary>Writes the entry of a row, if it has one and the row before it has had another.</summary>
    public Task PutAsync(LinkRow row, LinkRow? before, CancellationToken cancellationToken) =>
        EntryOf(row) is { } entry && entry != EntryOf(before) ? rows.PutAsync(entry.ToEntity(), cancellationToken) : Task.CompletedTask;

    /// <summary>Removes the entry of a row that was replaced, if the next row, or none, has none or another.</summary>
    public Task RemoveAsync(LinkRow row, LinkRow? next, CancellationToken cancellationToken) =>
        EntryOf(row) is { } entry && entry != EntryOf(next) ? rows.TryDeleteAsync(entry.Partition, entry.Row, cancellationToken) : Task.CompletedTask;

    public async Task<IReadOnlyList<OwnedLink>> ListAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken)
    {
        var oldest = Partition(owner, Months);
        if (after is null)
        {
            return await ListAsync($"PartitionKey ge {Partition(owner, 0)} and PartitionKey le {oldest}", limit, cancellationToken);
        }

        // Two ranges, because the service reads the whole table to answer one question that is joined by "or".
        var place = EntryOf(owner, after);
        var rest = await ListAsync($"PartitionKey eq {place.Partition} and RowKey gt {place.Row}", limit, cancellationToken);
        return rest.Count == limit
            ? rest
            : [.. rest, .. await ListAsync($"PartitionKey gt {place.Partition} and PartitionKey le {oldest}", limit - rest.Count, cancellationToken)];
    }

    private static TableLinkEntry? EntryOf(LinkRow? row) =>
        row?.Issue is { } link ? EntryOf(link.Owner, new OwnedLink(link.CreatedAt, link.Key, link.Nonce)) : null;

    private static TableLinkEntry EntryOf(string owner, OwnedLink link)
    {
        var created = link.CreatedAt.UtcDateTime;
        return new TableLinkEntry(
            Partition(owner, Months - (created.Year * 100) - created.Month),
            string.Create(CultureInfo.InvariantCulture, $"{DateTime.MaxValue.Ticks - created.Ticks:D19}{Separator}{link.Key}{Separator}{link.Nonce}"));
    }

    private static string Partition(string owner, int month) => string.Create(CultureInfo.InvariantCulture, $"{owner}{Separator}{month:000000}");

    private static OwnedLink Read(TableEntity entity)
    {
        var parts = entity.RowKey.Split(Separator);
        var ticks = DateTime.MaxValue.Ticks - long.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture);
        return new OwnedLink(new DateTimeOffset(ticks, TimeSpan.Zero), parts[1], parts[2]);
    }

    private async Task<IReadOnlyList<OwnedLink>> ListAsync(FormattableString filter, int limit, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(TableClient.CreateQueryFilter(filter), limit, cancellationToken)).Select(Read)];
}
