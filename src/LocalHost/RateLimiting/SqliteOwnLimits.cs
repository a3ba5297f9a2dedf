using Serverless.Core.RateLimiting.Rules;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.RateLimiting;

/// <summary>The marks as rows of a table.</summary>
public sealed class SqliteOwnLimits(SqliteDatabase database) : IOwnLimitMarks
{
    internal const string Schema = "CREATE TABLE IF NOT EXISTS own_limits (id TEXT NOT NULL PRIMARY KEY) STRICT;";

    public async Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken) => await database.ReadAsync(
        session => session.All("SELECT id FROM own_limits", row => row.GetString(0)), cancellationToken);

    public Task AddAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute("INSERT INTO own_limits (id) VALUES ($id) ON CONFLICT DO NOTHING", ("$id", id)), cancellationToken);
}
