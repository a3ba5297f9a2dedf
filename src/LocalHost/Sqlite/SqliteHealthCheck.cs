using Microsoft.Extensions.Diagnostics.HealthChecks;
using Serverless.Core.Storage;

namespace Serverless.LocalHost.Sqlite;

/// <summary>Tells whether the database can be read and its writer still commits.</summary>
public sealed class SqliteHealthCheck(SqliteDatabase database) : IHealthCheck
{
    public const string Name = "storage";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.ReadAsync(session => session.First("SELECT 1", row => row.GetInt64(0)), cancellationToken);
            await database.WriteAsync(_ => true, cancellationToken).WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is StoreUnavailableException or ObjectDisposedException or OperationCanceledException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The database does not answer.", exception);
        }
    }
}
