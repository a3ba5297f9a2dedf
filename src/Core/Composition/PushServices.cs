using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Core.Redis;

namespace Serverless.Core.Composition;

/// <summary>Registers the delivery to endpoints.</summary>
public static class PushServices
{
    public static IServiceCollection AddPushDelivery(this IServiceCollection services)
    {
        services.AddOptions<PushOptions>().BindConfiguration(PushOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<PushOptions>, PushOptionsValidator>()
            .AddSingleton<PushMetrics>()
            .AddSingleton<WebhookConnections>()
            .AddSingleton<WebhookClient>()
            .AddSingleton<EndpointTrust>()
            .AddSingleton<IWakeUpMarks>(provider => provider.GetKeyedService<RedisConnection>(RedisServices.Cache) is { } redis
                ? new RedisWakeUpMarks(redis, provider.GetRequiredService<TimeProvider>())
                : new MissingWakeUpMarks())
            .AddSingleton<PushWakeUps>()
            .AddSingleton<AttemptMetrics>()
            .AddSingleton<AttemptLog>()
            .AddHostedService(provider => provider.GetRequiredService<AttemptLog>())
            .AddSingleton<PushRequests>()
            .AddSingleton<PushSubscriptions>()
            .AddSingleton<IPushCursors, PushCursors>()
            .AddSingleton<EndpointHandshake>()
            .AddSingleton<PushDelivery>()
            .AddSingleton(provider => new Lazy<PushDelivery>(provider.GetRequiredService<PushDelivery>))
            .AddSingleton<InlinePush>()
            .AddSingleton<IInlineDelivery>(provider => provider.GetRequiredService<InlinePush>())
            .AddHostedService(provider => provider.GetRequiredService<InlinePush>())
            .AddSingleton<FanOut>()
            .AddSingleton<StreamSweep>();
    }
}
