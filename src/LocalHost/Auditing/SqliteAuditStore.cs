using Microsoft.Data.Sqlite;
using Serverless.Core.Auditing;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.Auditing;

/// <summary>Records of changes in LocalHost's own database.</summary>
public sealed class SqliteAuditStore(SqliteDatabase database) : IAuditStore
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS audit (
            at INTEGER NOT NULL, id TEXT NOT NULL, actor TEXT NOT NULL, owner TEXT NOT NULL, action TEXT NOT NULL, resource TEXT NOT NULL,
            name TEXT NULL, request TEXT NULL, outcome TEXT NOT NULL, status INTEGER NULL,
            PRIMARY KEY (at DESC, id)) STRICT, WITHOUT ROWID;
        """;

    public Task PutAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        const string Put = """
            INSERT INTO audit (at, id, actor, owner, action, resource, name, request, outcome, status)
            VALUES ($at, $id, $actor, $owner, $action, $resource, $name, $request, $outcome, $status)
            ON CONFLICT DO UPDATE SET name = $name, request = $request, outcome = $outcome, status = $status
            """;
        return database.WriteAsync(
            session => session.Execute(
                Put,
                ("$at", record.At.UtcTicks), ("$id", record.Id), ("$actor", record.Actor), ("$owner", record.Owner), ("$action", record.Action), ("$resource", record.Resource),
                ("$name", record.Name), ("$request", record.RequestId), ("$outcome", record.Outcome.ToString()), ("$status", record.Status)),
            cancellationToken);
    }

    public Task<IReadOnlyList<AuditRecord>> ListAsync(DateTimeOffset since, AuditPlace? after, int limit, CancellationToken cancellationToken)
    {
        const string List = """
            SELECT at, id, actor, owner, action, resource, name, request, outcome, status FROM audit
            WHERE at >= $since AND at <= $at AND (at < $at OR id > $id)
            ORDER BY at DESC, id LIMIT $limit
            """;
        var (at, id) = after ?? new AuditPlace(DateTimeOffset.MaxValue, "");
        return database.ReadAsync(
            session => session.All(List, Read, ("$since", since.UtcTicks), ("$at", at.UtcTicks), ("$id", id), ("$limit", limit)), cancellationToken);
    }

    public Task<int> RemoveAsync(DateOnly day, int limit, CancellationToken cancellationToken)
    {
        const string Remove = "DELETE FROM audit WHERE (at, id) IN (SELECT at, id FROM audit WHERE at < $before ORDER BY at LIMIT $limit)";
        var before = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        return database.WriteAsync(session => session.Execute(Remove, ("$before", before.UtcTicks), ("$limit", limit)), cancellationToken);
    }

    private static AuditRecord Read(SqliteDataReader row) => new()
    {
        At = row.GetTime(0),
        Id = row.GetString(1),
        Actor = row.GetString(2),
        Owner = row.GetString(3),
        Action = row.GetString(4),
        Resource = row.GetString(5),
        Name = row.IsDBNull(6) ? null : row.GetString(6),
        RequestId = row.IsDBNull(7) ? null : row.GetString(7),
        Outcome = Enum.Parse<AuditOutcome>(row.GetString(8)),
        Status = row.IsDBNull(9) ? null : row.GetInt32(9),
    };
}
