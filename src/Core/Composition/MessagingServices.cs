using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Trimming;
using Serverless.Core.Redis;

namespace Serverless.Core.Composition;

/// <summary>Registers the message queue, but for its stores.</summary>
public static class MessagingServices
{
    public static IServiceCollection AddMessaging(this IServiceCollection services) => services
        .AddSingleton<TopicDirectory>()
        .AddSingleton<SubscriptionUpdates>()
        .AddSingleton<LogReader>()
        .AddSingleton<StreamCloser>()
        .AddPublishing()
        .AddTopics()
        .AddCursors()
        .AddPushDelivery();

    /// <summary>Makes an app whole that has no store for messages: there are no topics, and making one is answered with 503.</summary>
    public static IServiceCollection AddMissingMessageStores(this IServiceCollection services)
    {
        services.TryAddSingleton<ITopicStore, MissingTopicStore>();
        services.TryAddSingleton<IMessageLog, MissingMessageLog>();
        services.TryAddSingleton<ICursorStore, MissingCursorStore>();
        services.TryAddSingleton<IScheduledMessageStore, MissingScheduledMessageStore>();
        services.TryAddSingleton<IAttemptStore, MissingAttemptStore>();
        return services;
    }

    private static IServiceCollection AddTopics(this IServiceCollection services) => services
        .AddSingleton<MessagingIds>()
        .AddSingleton<EndpointRules>()
        .AddSingleton<SubscriptionRules>()
        .AddSingleton<Deleter>()
        .AddSingleton<TopicEditor>()
        .AddSingleton<SubscriptionEditor>()
        .AddSingleton<DeletedTopics>()
        .AddSingleton<DeletedTopicsPurge>()
        .AddSingleton<SubscriptionMetrics>()
        .AddSingleton(provider => new BacklogWatch(
            provider.GetRequiredService<SubscriptionStatsReader>().ReadAsync,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<SubscriptionMetrics>(),
            provider.GetRequiredService<EndpointTrust>().MaySend))
        .AddSingleton<TopicTrimmer>();

    private static IServiceCollection AddPublishing(this IServiceCollection services) => services
        .AddSingleton<PublishMetrics>()
        .AddSingleton<CommitIds>()
        .AddSingleton<StreamWakeUps>()
        .AddSingleton<CommitNumbering>()
        .AddSingleton<CommitAnnouncer>()
        .AddSingleton(provider => StreamChoice.Create(provider.GetRequiredService<RandomNumberGenerator>()))
        .AddSingleton<Publisher>()
        .AddSingleton<ScheduleWakeUps>()
        .AddSingleton<Scheduler>()
        .AddSingleton<IPublisher, DelayingPublisher>()
        .AddSingleton<ScheduleMover>()
        .AddSingleton<ScheduledMessages>()
        .AddSingleton<TopicPublisher>()
        .AddSingleton<IStreamSignals>(provider => provider.GetKeyedService<RedisConnection>(RedisServices.Cache) is { } redis
            ? new RedisStreamSignals(redis, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisStreamSignals>>())
            : new ProcessSignals());
}
