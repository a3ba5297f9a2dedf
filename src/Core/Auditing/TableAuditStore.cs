using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Serverless.Core.Azure;

namespace Serverless.Core.Auditing;

/// <summary>
/// The table <c>Audit</c>: a partition a day, a row a change. Both keys count down, because the service lists in the order of
/// keys and the newest is asked for first.
/// </summary>
public sealed class TableAuditStore(TableStorage storage) : IAuditStore
{
    private const char Separator = '.';

    private readonly TableRows rows = storage.Open("Audit");

    public Task PutAsync(AuditRecord record, CancellationToken cancellationToken) => rows.PutAsync(Write(record), cancellationToken);

    public async Task<IReadOnlyList<AuditRecord>> ListAsync(DateTimeOffset since, AuditPlace? after, int limit, CancellationToken cancellationToken)
    {
        var (last, lastRow) = (PartitionOf(DayOf(since)), RowOf(since) + (char)(Separator + 1));
        var filter = TableClient.CreateQueryFilter($"(PartitionKey lt {last} or (PartitionKey eq {last} and RowKey lt {lastRow}))");
        if (after is not null)
        {
            var (partition, row) = (PartitionOf(DayOf(after.At)), RowOf(after.At) + Separator + after.Id);
            filter += TableClient.CreateQueryFilter($" and (PartitionKey gt {partition} or (PartitionKey eq {partition} and RowKey gt {row}))");
        }

        return [.. (await rows.ListAsync(filter, limit, cancellationToken)).Select(Read)];
    }

    public async Task<int> RemoveAsync(DateOnly day, int limit, CancellationToken cancellationToken)
    {
        var found = await rows.ListAsync(TableClient.CreateQueryFilter($"PartitionKey gt {PartitionOf(day)}"), limit, cancellationToken);
        foreach (var partition in found.GroupBy(row => row.PartitionKey))
        {
            // Refused when another run has removed some of them: then the rest is found again.
            await rows.TryApplyAsync(partition.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
        }

        return found.Count;
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private static string PartitionOf(DateOnly day) => (DateOnly.MaxValue.DayNumber - day.DayNumber).ToString("D7", CultureInfo.InvariantCulture);

    private static string RowOf(DateTimeOffset at) => (DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    private static TableEntity Write(AuditRecord record) => new(PartitionOf(DayOf(record.At)), RowOf(record.At) + Separator + record.Id)
    {
        [nameof(AuditRecord.At)] = record.At,
        [nameof(AuditRecord.Actor)] = record.Actor,
        [nameof(AuditRecord.Owner)] = record.Owner,
        [nameof(AuditRecord.Action)] = record.Action,
        [nameof(AuditRecord.Resource)] = record.Resource,
        [nameof(AuditRecord.Name)] = record.Name,
        [nameof(AuditRecord.RequestId)] = record.RequestId,
        [nameof(AuditRecord.Outcome)] = record.Outcome.ToString(),
        [nameof(AuditRecord.Status)] = record.Status,
    };

    private static AuditRecord Read(TableEntity row) => new()
    {
        Id = row.RowKey[(row.RowKey.IndexOf(Separator, StringComparison.Ordinal) + 1)..],
        At = row.GetDateTimeOffset(nameof(AuditRecord.At))!.Value,
        Actor = row.GetString(nameof(AuditRecord.Actor)),
        Owner = row.GetString(nameof(AuditRecord.Owner)),
        Action = row.GetString(nameof(AuditRecord.Action)),
        Resource = row.GetString(nameof(AuditRecord.Resource)),
        Name = row.GetString(nameof(AuditRecord.Name)),
        RequestId = row.GetString(nameof(AuditRecord.RequestId)),
        Outcome = Enum.Parse<AuditOutcome>(row.GetString(nameof(AuditRecord.Outcome))),
        Status = row.GetInt32(nameof(AuditRecord.Status)),
    };
}
