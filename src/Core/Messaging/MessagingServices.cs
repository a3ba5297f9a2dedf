using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Core.Messaging;

/// <summary>Registers the message queue, but for its stores.</summary>
public static class MessagingServices
{
    public static IServiceCollection AddMessaging(this IServiceCollection services) => services
        .AddSingleton<TopicDirectory>()
        .AddSingleton<SubscriptionUpdates>()
        .AddSingleton<LogReader>()
        .AddCursors()
        .AddPushDelivery();
}
