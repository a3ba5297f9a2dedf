using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Serverless.Core.Azure;
using Serverless.Core.Storage;

namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>
/// Clicks in Azure Table Storage: a partition an issue of a key, a row a day and instance. No two instances write one row,
/// so there are no races to lose, and the row's last batch tells whether a repeated one has been added.
/// </summary>
public sealed class TableClickStore(TableStorage storage) : IClickStore
{
    private const char Separator = '!';
    private const string DayFormat = "yyyyMMdd";
    private const string Batch = "Batch";
    private const string Referrers = "Referrers";
    private const int MaxAtOnce = 16;
    private const int MaxAttempts = 5;

    /// <summary>The most rows that one transaction may change.</summary>
    private const int MaxRemoved = 100;

    private readonly TableRows rows = storage.Open("Clicks");

    public Task AddAsync(ClickBatch batch, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        batch.Clicks.GroupBy(count => (count.Slot.Key, count.Slot.Nonce, count.Slot.Day)),
        new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken },
        async (row, token) => await AddAsync(
            Partition(row.Key.Key, row.Key.Nonce), Row(row.Key.Day, batch.Instance), batch.Number, [.. row], token));

    public async Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await rows.ListAsync(FilterOf(key, nonce), MaxRemoved, cancellationToken);
            // Where another run removes them too, one of the two is refused and looks again.
            if (found.Count == 0
                || (await rows.TryApplyAsync(found.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken)
                    && found.Count < MaxRemoved))
            {
                return;
            }
        }
    }

    public async Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, CancellationToken cancellationToken) =>
        [.. (await rows.ListAsync(FilterOf(key, nonce), int.MaxValue, cancellationToken)).Select(Read)];

    private static string Partition(string key, string nonce) => $"{key}{Separator}{nonce}";

    private static string FilterOf(string key, string nonce) => TableClient.CreateQueryFilter($"PartitionKey eq {Partition(key, nonce)}");

    private static string Row(DateOnly day, string instance) =>
        $"{day.ToString(DayFormat, CultureInfo.InvariantCulture)}{Separator}{instance}";

    private static DaySummary Read(TableEntity row) => new(
        DateOnly.ParseExact(row.RowKey.AsSpan(0, DayFormat.Length), DayFormat, CultureInfo.InvariantCulture),
        ClickSummary.Parse(row.GetString(Referrers)));

    private async Task AddAsync(string partition, string rowKey, long batch, IReadOnlyList<ClickCount> clicks, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var current = await rows.FindAsync(partition, rowKey, cancellationToken);
            if (current?.GetInt64(Batch) >= batch)
            {
                return;
            }

            var next = new TableEntity(partition, rowKey) { [Batch] = batch, [Referrers] = Merge(current, clicks) };
            if (current is null
                ? await rows.TryAddAsync(next, cancellationToken)
                : await rows.TryReplaceAsync(next, current.ETag, cancellationToken))
            {
                return;
            }

            // The service repeats a request whose answer got lost and then refuses it: the next look finds the batch there.
        }

        throw new WriteConflictException($"The clicks of {partition} were changed by another all the while.");
    }

    private static string Merge(TableEntity? current, IReadOnlyList<ClickCount> clicks)
    {
        var merged = ClickSummary.Parse(current?.GetString(Referrers));
        merged.Add(clicks);
        return merged.ToString();
    }
}
