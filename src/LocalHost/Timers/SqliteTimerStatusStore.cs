using Serverless.LocalHost.Sqlite;
using Serverless.LocalHost.Triggers.Timers;

namespace Serverless.LocalHost.Timers;

/// <summary>Keeps when timers ran beside the data that they work on.</summary>
public sealed class SqliteTimerStatusStore(SqliteDatabase database) : ITimerStatusStore
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS timers (
            function TEXT NOT NULL PRIMARY KEY, last INTEGER, next INTEGER NOT NULL, updated INTEGER NOT NULL) STRICT;
        """;

    public Task<TimerStatus?> FindAsync(string function, CancellationToken cancellationToken)
    {
        const string Find = "SELECT last, next, updated FROM timers WHERE function = $function";
        return database.ReadAsync(
            session => session.First(
                Find, row => new TimerStatus(row.GetTimeOrNull(0), row.GetTime(1), row.GetTime(2)), ("$function", function)),
            cancellationToken);
    }

    public Task SaveAsync(string function, TimerStatus status, CancellationToken cancellationToken)
    {
        const string Save = """
            INSERT INTO timers (function, last, next, updated) VALUES ($function, $last, $next, $updated)
            ON CONFLICT (function) DO UPDATE SET last = excluded.last, next = excluded.next, updated = excluded.updated
            """;
        return database.WriteAsync(
            session => session.Execute(
                Save,
                ("$function", function), ("$last", status.Last?.UtcTicks), ("$next", status.Next.UtcTicks), ("$updated", status.LastUpdated.UtcTicks)),
            cancellationToken);
    }
}
