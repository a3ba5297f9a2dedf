using Azure;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Serverless.Core.Storage;

namespace Serverless.Core.Azure;

/// <summary>Tells whether the tables of a Storage account can be read.</summary>
public sealed class TableHealthCheck(TableStorage tables) : IHealthCheck
{
    // It need not exist: that there is none is an answer.
    private readonly TableRows table = tables.Open("Health");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await table.FindAsync(context.Registration.Name, TableRows.OnlyRow, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is StoreUnavailableException or RequestFailedException or OperationCanceledException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "Azure Storage does not answer.", exception);
        }
    }
}
