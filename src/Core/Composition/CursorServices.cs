using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Push;

namespace Serverless.Core.Composition;

/// <summary>Registers cursors and what reads by them, but for their store.</summary>
public static class CursorServices
{
    public static IServiceCollection AddCursors(this IServiceCollection services)
    {
        services.AddOptions<PullOptions>().BindConfiguration(PullOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<PullOptions>, PullOptions.Validator>()
            .AddSingleton<LogEntryCache>()
            .AddSingleton<CursorWriters>()
            .AddSingleton<CursorKeys>()
            .AddSingleton<DeadLetterer>()
            .AddSingleton<CursorClient>()
            .AddSingleton<IEndpointWakeUps>(provider => provider.GetRequiredService<PushWakeUps>())
            .AddSingleton<PullWaiters>()
            .AddSingleton<MessagePuller>()
            .AddSingleton<MessageSettler>()
            .AddSingleton<SubscriptionSeeker>()
            .AddSingleton<SubscriptionStatsReader>()
            .AddSingleton<TopicBacklogReader>()
            .AddSingleton<MessagePeeker>()
            .AddSingleton<MessageRetrier>()
            .AddSingleton<DeadLetterList>()
            .AddSingleton<DeadLetterReplay>()
            .AddSingleton<ISubscriptionCursors, SubscriptionCursors>()
            .AddHostedService<PullSignalListener>();
    }
}
