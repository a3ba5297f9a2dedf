using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Pulling;

namespace Serverless.Core.Composition;

/// <summary>Registers cursors and what reads by them, but for their store.</summary>
public static class CursorServices
{
    public static IServiceCollection AddCursors(this IServiceCollection services) => services
        .AddSingleton<LogEntryCache>()
        .AddSingleton<CursorSteps>()
        .AddSingleton<CursorLanes>()
        .AddSingleton<CursorKeys>()
        .AddSingleton<DeadLetterer>()
        .AddSingleton<CursorClient>()
        .AddSingleton<PullWaiters>()
        .AddSingleton<MessagePuller>()
        .AddSingleton<MessageSettler>()
        .AddSingleton<SubscriptionSeeker>()
        .AddSingleton<SubscriptionStatsReader>()
        .AddSingleton<DeadLetterList>()
        .AddSingleton<DeadLetterReplay>()
        .AddSingleton<ISubscriptionCursors, SubscriptionCursors>()
        .AddHostedService<PullSignalListener>();
}
