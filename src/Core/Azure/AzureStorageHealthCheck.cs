using Azure;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Serverless.Core.Storage;

namespace Serverless.Core.Azure;

/// <summary>Tells whether the tables and the queues of the Storage account can be read.</summary>
public sealed class AzureStorageHealthCheck(TableStorage tables, QueueStorage queues) : IHealthCheck
{
    public const string Name = "storage";

    // Neither has to exist: that there is none is an answer. Reading takes no more rights than the application needs.
    private readonly TableRows table = tables.Open("Health");
    private readonly QueueMessages queue = queues.Open("health");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await Task.WhenAll(table.FindAsync(Name, TableRows.OnlyRow, cancellationToken), queue.ExistsAsync(cancellationToken));
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is StoreUnavailableException or RequestFailedException or OperationCanceledException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "Azure Storage does not answer.", exception);
        }
    }
}
