using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Serverless.Core.Access;
using Serverless.Core.Azure;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Accounts;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;
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
    /// <param name="links">The accounts that links and clicks lie in, each given likewise; none for that one account.</param>
    /// <exception cref="OptionsValidationException">A text is none of them, or two name one account.</exception>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services, string storage, params IReadOnlyList<string> links)
    {
        var address = AzureStorageAddress.Parse(storage);
        var (tables, queues, blobs) = AzureStorageClients.Create(address);
        services.AddSingleton(new TableStorage(tables)).AddSingleton(new QueueStorage(queues)).AddSingleton(new BlobStorage(blobs));
        services.AddLinkTables(tables.AccountName, links);
        services.AddSingleton<ILinkRequestStore, TableLinkRequestStore>();
        services.AddSingleton<IKeyBlockStore, TableKeyBlockStore>();
        services.AddSingleton<IDocumentStore, TableDocumentStore>();
        services.AddSingleton<IOwnLimitMarks, TableOwnLimitMarks>();
        services.AddSingleton<IRuleBackup, BlobRuleBackup>();
        services.AddSingleton<IApiKeyStore, TableApiKeyStore>();
        services.AddSingleton<IWorkQueue, QueueWorkQueue>();
        services.AddHealthChecks().AddCheck<AzureStorageHealthCheck>(AzureStorageHealthCheck.Name, HealthStatus.Unhealthy, tags: [], CheckTimeout);
        return services;
    }

    private static void AddLinkTables(this IServiceCollection services, string main, IReadOnlyList<string> links)
    {
        var accounts = new Dictionary<string, TableStorage>(StringComparer.Ordinal);
        foreach (var link in links)
        {
            var account = new TableStorage(AzureStorageClients.Create(AzureStorageAddress.Parse(link, LinkAccountsSetting.Name)).Tables);
            if (!accounts.TryAdd(account.Account, account))
            {
                throw LinkAccountsSetting.Refuse($"It names {account.Account} twice.");
            }
        }

        var isMainToo = accounts.Remove(main) || links.Count == 0;
        services.AddSingleton(provider => provider.GetRequiredService<TableStorage>() is var tables && isMainToo
            ? new TableLinkAccounts(tables, accounts.Append(new(tables.Account, tables)).ToFrozenDictionary(StringComparer.Ordinal))
            : new TableLinkAccounts(tables, accounts));
        services.AddHostedService<LinkAccountsStart>();
        services.AddSingleton(provider => OfEach<ILinkStore>(provider, tables => new TableLinkStore(tables, provider.GetRequiredService<TimeProvider>())))
            .AddSingleton<ILinkStore, ShardedLinkStore>();
        services.AddSingleton(provider => OfEach<IClickStore>(provider, tables => new TableClickStore(tables))).AddSingleton<ShardedClickStore>();
        services.AddSingleton(provider => OfEach<IClickRows>(provider, tables => new TableClickRows(tables))).AddSingleton<IClickRows, ShardedClickRows>();
        services.AddSingleton<IClickStore>(provider => new RolledUpClickStore(
            provider.GetRequiredService<ShardedClickStore>(), provider.GetRequiredService<IClickRows>(), provider.GetService<IClickBuckets>()));
        foreach (var (name, tables) in accounts)
        {
            services.AddHealthChecks().AddCheck($"{AzureStorageHealthCheck.Name}-{name}", new TableHealthCheck(tables), HealthStatus.Unhealthy, tags: [], CheckTimeout);
        }
    }

    private static ByAccount<T> OfEach<T>(IServiceProvider provider, Func<TableStorage, T> make)
    {
        var accounts = provider.GetRequiredService<TableLinkAccounts>();
        return new ByAccount<T>(accounts.ByName.ToFrozenDictionary(account => account.Key, account => make(account.Value), StringComparer.Ordinal), accounts.MapAsync);
    }
}
