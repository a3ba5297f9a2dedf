using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Serverless.Core.Storage;

namespace Serverless.Core.UrlShortening;

/// <summary>
/// The table <c>LinksByExpiry</c>: what clean-up has to look at, in the order of time. Partition <c>{shard}-{hour}</c>
/// (shard 00-63, hour as yyyyMMddHH in UTC), row <c>{ticks}!{key}!{nonce}</c>.
/// </summary>
internal sealed class TableLinksByExpiry(TableStorage storage)
{
    /// <summary>Spreads what is due in one hour, so that neither many new links of one lifetime nor their end crowd a partition.</summary>
    public const int Shards = 64;

    private readonly TableRows rows = storage.Open("LinksByExpiry");

    /// <summary>Writes the entry of a row, unless the row before it has had the same.</summary>
    public Task PutAsync(LinkRow row, LinkRow? before, CancellationToken cancellationToken)
    {
        var entry = EntryOf(row);
        return before is not null && EntryOf(before) == entry ? Task.CompletedTask : rows.PutAsync(entry.ToEntity(), cancellationToken);
    }

    private static TableLinkEntry EntryOf(LinkRow row)
    {
        var due = row.DueAt.UtcDateTime;
        return new TableLinkEntry(
            string.Create(CultureInfo.InvariantCulture, $"{ShardOf(row.Key):00}-{due:yyyyMMddHH}"),
            string.Create(CultureInfo.InvariantCulture, $"{due.Ticks:D19}{TableLinkEntry.Separator}{row.Key}{TableLinkEntry.Separator}{row.Nonce}"));
    }

    /// <summary>The same in every process, unlike a string's hash code.</summary>
    private static int ShardOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] % Shards;
}
