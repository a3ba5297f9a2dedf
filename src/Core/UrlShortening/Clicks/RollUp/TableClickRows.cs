using System.Globalization;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Serverless.Core.Azure;
using Serverless.Core.Storage;

namespace Serverless.Core.UrlShortening.Clicks.RollUp;

/// <summary>
/// Rolled up clicks in Azure Table Storage: a partition a bucket, a row an issue of a key and day, in it a column a run. Nothing
/// is read to be written, so up to a hundred rows are one transaction.
/// </summary>
/// <remarks>
/// A row takes the runs of 30 hours from the day's beginning; clicks that come later, because something was down, have
/// further rows. So a row has at most 120 columns, of 252 that it may have, and 1 MB has room for 8,400 bytes in each.
/// </remarks>
public sealed class TableClickRows(TableStorage storage) : IClickRows
{
    private const int RunsPerRow = 120;
    private const int MaxColumnBytes = 8_400;
    private const int MaxAtOnce = 100;
    private const int MinutesPerDay = 24 * 60;
    private const char Separator = '!';
    private const string DayFormat = "yyyyMMdd";
    private const string ColumnStart = "R";

    private readonly TableRows rows = storage.Open("Clicks");

    /// <inheritdoc/>
    public async Task WriteAsync(int bucket, long run, IReadOnlyList<LinkClicks> clicks, CancellationToken cancellationToken)
    {
        var written = clicks.SelectMany(link => link.Days.Select(day => RowOf(bucket, run, link, day))).OrderBy(row => row.RowKey, StringComparer.Ordinal);
        foreach (var group in written.Chunk(MaxAtOnce))
        {
            if (!await rows.TryApplyAsync(group.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertMerge, row)), cancellationToken))
            {
                throw new StoreUnavailableException("Table Storage refused rows of clicks that it takes at other times.");
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, long? before, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(FilterOf(key, nonce), int.MaxValue, cancellationToken)).SelectMany(row => Read(row, before ?? long.MaxValue))];

    /// <inheritdoc/>
    public async Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await rows.ListAsync(FilterOf(key, nonce), MaxAtOnce, cancellationToken);
            // Where another run removes them too, one of the two is refused and looks again.
            if (found.Count == 0
                || (await rows.TryApplyAsync(found.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken)
                    && found.Count < MaxAtOnce))
            {
                return;
            }
        }
    }

    private static string Partition(int bucket) => bucket.ToString("0000", CultureInfo.InvariantCulture);

    private static string FilterOf(string key, string nonce)
    {
        var (first, end) = ($"{key}{Separator}{nonce}{Separator}", $"{key}{Separator}{nonce}{(char)(Separator + 1)}");
        return TableClient.CreateQueryFilter($"PartitionKey eq {Partition(LinkShard.BucketOf(key))} and RowKey ge {first} and RowKey lt {end}");
    }

    private static TableEntity RowOf(int bucket, long run, LinkClicks link, DaySummary day)
    {
        var number = (run - Begin(day.Day)) / ClickRun.Grid;
        var part = (long)Math.Floor((double)number / RunsPerRow);
        var row = $"{link.Key}{Separator}{link.Nonce}{Separator}{day.Day.ToString(DayFormat, CultureInfo.InvariantCulture)}";
        return new TableEntity(Partition(bucket), part == 0 ? row : string.Create(CultureInfo.InvariantCulture, $"{row}{Separator}{part}"))
        {
            [string.Create(CultureInfo.InvariantCulture, $"{ColumnStart}{number - (part * RunsPerRow)}")] = Encoding.UTF8.GetBytes(day.Clicks.ToString(MaxColumnBytes)),
        };
    }

    private static IEnumerable<DaySummary> Read(TableEntity row, long before)
    {
        var names = row.RowKey.Split(Separator);
        var day = DateOnly.ParseExact(names[2], DayFormat, CultureInfo.InvariantCulture);
        var first = Begin(day) + (names.Length > 3 ? long.Parse(names[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) * RunsPerRow * ClickRun.Grid : 0);
        foreach (var (name, value) in row)
        {
            if (value is byte[] text
                && name.StartsWith(ColumnStart, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(ColumnStart.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && first + (number * ClickRun.Grid) < before)
            {
                yield return new DaySummary(day, ClickSummary.Parse(Encoding.UTF8.GetString(text)));
            }
        }
    }

    /// <summary>Of a day, in minutes of Unix time.</summary>
    private static long Begin(DateOnly day) => (day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * (long)MinutesPerDay;
}
