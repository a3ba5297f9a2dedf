using System.Globalization;
using Azure.Data.Tables;
using Serverless.Core.Azure;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>
/// Lists of links in one table, each newest first. Partition <c>{list}!{month}</c>, row <c>{ticks}!{key}!{nonce}</c>, month
/// and ticks counted down, so that the service's ascending order is the list's: one range of partitions holds all months of
/// a list and nothing of another.
/// </summary>
internal sealed class TableLinkList(TableRows rows)
{
    private const char Separator = TableLinkEntry.Separator;

    /// <summary>Counted down from here, as yyyyMM; also the last month there can be.</summary>
    private const int Months = 999_999;

    /// <summary>The entry of a link in a list.</summary>
    /// <param name="list">Ends before the entries of a list whose name begins with it.</param>
    public static TableLinkEntry EntryOf(string list, OwnedLink link)
    {
        var created = link.CreatedAt.UtcDateTime;
        return new TableLinkEntry(
            Partition(list, Months - (created.Year * 100) - created.Month),
            string.Create(CultureInfo.InvariantCulture, $"{DateTime.MaxValue.Ticks - created.Ticks:D19}{Separator}{link.Key}{Separator}{link.Nonce}"));
    }

    public Task PutAsync(TableLinkEntry entry, CancellationToken cancellationToken) => rows.PutAsync(entry.ToEntity(), cancellationToken);

    public Task RemoveAsync(TableLinkEntry entry, CancellationToken cancellationToken) => rows.TryDeleteAsync(entry.Partition, entry.Row, cancellationToken);

    /// <summary>Entries of a list that come after <paramref name="after"/>; null for the start.</summary>
    /// <param name="limit">At most so many; fewer only at the end.</param>
    public async Task<IReadOnlyList<OwnedLink>> ListAsync(string list, OwnedLink? after, int limit, CancellationToken cancellationToken)
    {
        var oldest = Partition(list, Months);
        if (after is null)
        {
            return await ListAsync($"PartitionKey ge {Partition(list, 0)} and PartitionKey le {oldest}", limit, cancellationToken);
        }

        // Two ranges, because the service reads the whole table to answer one question that is joined by "or".
        var place = EntryOf(list, after);
        var rest = await ListAsync($"PartitionKey eq {place.Partition} and RowKey gt {place.Row}", limit, cancellationToken);
        return rest.Count == limit
            ? rest
            : [.. rest, .. await ListAsync($"PartitionKey gt {place.Partition} and PartitionKey le {oldest}", limit - rest.Count, cancellationToken)];
    }

    private static string Partition(string list, int month) => string.Create(CultureInfo.InvariantCulture, $"{list}{Separator}{month:000000}");

    private static OwnedLink Read(TableEntity entity)
    {
        var parts = entity.RowKey.Split(Separator);
        var ticks = DateTime.MaxValue.Ticks - long.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture);
        return new OwnedLink(new DateTimeOffset(ticks, TimeSpan.Zero), parts[1], parts[2]);
    }

    private async Task<IReadOnlyList<OwnedLink>> ListAsync(FormattableString filter, int limit, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(TableClient.CreateQueryFilter(filter), limit, cancellationToken)).Select(Read)];
}
