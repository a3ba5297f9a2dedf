using System.Text.Json.Serialization;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Serverless.Core.Storage;

namespace Serverless.Core.Cosmos;

/// <summary>Tells whether documents can be read.</summary>
public sealed class CosmosHealthCheck(CosmosAccount account) : IHealthCheck
{
    public const string Name = "cosmos";

    // It does not have to exist: that there is none is an answer.
    private readonly CosmosDocuments documents = account.Open(CosmosContainers.Topics);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await documents.FindAsync(Name, Name, CosmosStorageJson.Default.CosmosFence, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is StoreUnavailableException or CosmosException or OperationCanceledException or OptionsValidationException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "Cosmos DB does not answer.", exception);
        }
    }
}

/// <summary>JSON of documents that belong to no feature.</summary>
[JsonSerializable(typeof(CosmosFence))]
public sealed partial class CosmosStorageJson : JsonSerializerContext;
