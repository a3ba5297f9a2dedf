using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.RateLimiting;

/// <summary>Remembers which of the application's own rules were made once, so that one which was deleted stays deleted.</summary>
internal sealed class SqliteOwnLimits(SqliteDatabase database)
{
    internal const string Schema = "CREATE TABLE IF NOT EXISTS own_limits (id TEXT NOT NULL PRIMARY KEY) STRICT;";

    public Task<bool> ContainsAsync(string id, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.First("SELECT id FROM own_limits WHERE id = $id", row => row.GetString(0), ("$id", id)) is not null, cancellationToken);

    public Task AddAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute("INSERT INTO own_limits (id) VALUES ($id) ON CONFLICT DO NOTHING", ("$id", id)), cancellationToken);
}
