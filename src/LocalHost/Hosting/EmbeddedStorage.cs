using Microsoft.Extensions.DependencyInjection.Extensions;
using Serverless.Core.Access;
using Serverless.Core.Auditing;
using Serverless.Core.Azure;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Idempotency;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;
using Serverless.LocalHost.Access;
using Serverless.LocalHost.Auditing;
using Serverless.LocalHost.Messaging;
using Serverless.LocalHost.Queues;
using Serverless.LocalHost.RateLimiting;
using Serverless.LocalHost.Sqlite;
using Serverless.LocalHost.Timers;
using Serverless.LocalHost.Triggers.Timers;
using Serverless.LocalHost.UrlShortening;

namespace Serverless.LocalHost.Hosting;

/// <summary>Registers LocalHost's own stores for every port that no configured connection serves.</summary>
public static class EmbeddedStorage
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddEmbeddedStorage(this IServiceCollection services, SqliteDatabase database, SqliteWorkQueue queue)
    {
        services.AddSingleton(database).AddSingleton<ITimerStatusStore, SqliteTimerStatusStore>().AddEmbeddedMessages();
        return services.Any(service => service.ServiceType == typeof(QueueStorage))
            ? services.AddStorageQueues()
            : services.AddEmbeddedStores(queue);
    }

    private static IServiceCollection AddStorageQueues(this IServiceCollection services) => services
        .AddSingleton<QueueSignal>()
        .AddSingleton<ITriggerQueue, StorageTriggerQueue>()
        .AddSingleton<IWorkQueue>(provider => new SignallingWorkQueue(
            new QueueWorkQueue(provider.GetRequiredService<QueueStorage>()), provider.GetRequiredService<QueueSignal>()));

    // A Storage account alone can't serve the message queue: that takes Cosmos DB.
    private static IServiceCollection AddEmbeddedMessages(this IServiceCollection services)
    {
        services.TryAddSingleton<ITopicStore, SqliteTopicStore>();
        services.TryAddSingleton<IMessageLog, SqliteMessageLog>();
        services.TryAddSingleton<ICursorStore, SqliteCursorStore>();
        services.TryAddSingleton<IScheduledMessageStore, SqliteScheduledMessageStore>();
        services.TryAddSingleton<IAttemptStore, SqliteAttemptStore>();
        return services;
    }

    private static IServiceCollection AddEmbeddedStores(this IServiceCollection services, SqliteWorkQueue queue)
    {
        services.TryAddSingleton<ILinkStore, SqliteLinkStore>();
        services.TryAddSingleton<ILinkRequestStore, SqliteLinkRequestStore>();
        services.TryAddSingleton<IKeyBlockStore, SqliteKeyBlockStore>();
        services.TryAddSingleton<IClickStore, SqliteClickStore>();
        services.TryAddSingleton<IDocumentStore, SqliteDocumentStore>();
        services.TryAddSingleton<IOwnLimitMarks, SqliteOwnLimits>();
        services.TryAddSingleton<IApiKeyStore, SqliteApiKeyStore>();
        services.TryAddSingleton<IAuditStore, SqliteAuditStore>();
        services.TryAddSingleton<IWorkQueue>(queue);
        services.TryAddSingleton<ITriggerQueue>(queue);
        services.AddHealthChecks().AddCheck<SqliteHealthCheck>(SqliteHealthCheck.Name, timeout: CheckTimeout);
        return services;
    }
}
