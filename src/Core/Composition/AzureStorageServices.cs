using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Serverless.Core.Access;
using Serverless.Core.Auditing;
using Serverless.Core.Azure;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Idempotency;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Composition;

/// <summary>Registers an Azure Storage account as the store behind the ports that it can serve.</summary>
public static class AzureStorageServices
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <param name="storage">
    /// A connection string, the name of an account, or the address of its tables. Without a connection string this app's
    /// identity is used; AZURE_CLIENT_ID chooses among several.
    /// </param>
    /// <exception cref="OptionsValidationException">The text is none of them.</exception>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services, string storage)
    {
        var address = AzureStorageAddress.Parse(storage);
        var (tables, queues, blobs) = AzureStorageClients.Create(address);
        services.AddSingleton(new TableStorage(tables)).AddSingleton(new QueueStorage(queues)).AddSingleton(new BlobStorage(blobs));
        services.AddSingleton<ILinkStore, TableLinkStore>();
        services.AddSingleton<ILinkRequestStore, TableLinkRequestStore>();
        services.AddSingleton<IKeyBlockStore, TableKeyBlockStore>();
        services.AddSingleton<IClickStore, TableClickStore>();
        services.AddSingleton<IDocumentStore, TableDocumentStore>();
        services.AddSingleton<IOwnLimitMarks, TableOwnLimitMarks>();
        services.AddSingleton<IRuleBackup, BlobRuleBackup>();
        services.AddSingleton<IApiKeyStore, TableApiKeyStore>();
        services.AddSingleton<IAuditStore, TableAuditStore>();
        services.AddSingleton<IWorkQueue, QueueWorkQueue>();
        services.AddHealthChecks().AddCheck<AzureStorageHealthCheck>(AzureStorageHealthCheck.Name, HealthStatus.Unhealthy, tags: [], CheckTimeout);
        return services;
    }
}
