using Serverless.Core.Auditing;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Auditing;

/// <summary>Records of changes in memory, for tests of what uses them.</summary>
public sealed class InMemoryAuditStore : IAuditStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<AuditPlace, AuditRecord> records = [];

    /// <summary>Whether a record that is put is lost with its answer.</summary>
    public Func<AuditRecord, bool> Fails { get; set; } = _ => false;

    public Task PutAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (Fails(record))
            {
                return Task.FromException(new StoreUnavailableException());
            }

            records[AuditPlace.Of(record)] = record;
            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<AuditRecord>> ListAsync(DateTimeOffset since, AuditPlace? after, int limit, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<AuditRecord>>(
            [
                .. records.Values
                    .Where(record => record.At >= since && (after is null || record.At < after.At || (record.At == after.At && string.CompareOrdinal(record.Id, after.Id) > 0)))
                    .OrderByDescending(record => record.At).ThenBy(record => record.Id, StringComparer.Ordinal)
                    .Take(limit),
            ]);
        }
    }

    public Task<int> RemoveAsync(DateOnly day, int limit, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var old = records.Keys.Where(place => DateOnly.FromDateTime(place.At.UtcDateTime) < day).Take(limit).ToArray();
            Array.ForEach(old, place => records.Remove(place));
            return Task.FromResult(old.Length);
        }
    }
}
