using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Serverless.Core.Azure;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Messaging.Cosmos;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Trimming;

namespace Serverless.Core.Composition;

/// <summary>Registers Cosmos DB as the store of the message queue, beside a Storage account.</summary>
public static class CosmosMessageServices
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="OptionsValidationException">There is no Storage account, or the setting can't be used.</exception>
    public static IServiceCollection AddCosmosMessages(this IServiceCollection services, CosmosSetting setting)
    {
        if (services.All(service => service.ServiceType != typeof(TableStorage)))
        {
            throw CosmosSetting.Refuse($"Beside it a Storage account is needed, for floors and wake-ups: set {AzureStorageSetting.Name}.");
        }

        services.AddOptions<CosmosTelemetryOptions>().BindConfiguration(CosmosSetting.Name).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CosmosTelemetryOptions>, CosmosTelemetryOptions.Validator>();
        services.AddSingleton<CosmosTelemetry>();
        services.AddSingleton(provider => new CosmosAccount(
            CosmosClients.Create(setting), setting, provider.GetRequiredService<CosmosTelemetry>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TableFloors>();
        services.AddSingleton<ITopicStore, CosmosTopicStore>();
        services.AddSingleton<IMessageLog, CosmosMessageLog>();
        services.AddSingleton<ICursorStore, CosmosCursorStore>();
        services.AddSingleton<IScheduledMessageStore, CosmosScheduledMessageStore>();
        services.AddSingleton<IAttemptStore, CosmosAttemptStore>();
        services.AddHostedService<CosmosStart>();
        services.AddHealthChecks().AddCheck<CosmosHealthCheck>(CosmosHealthCheck.Name, HealthStatus.Unhealthy, tags: [], CheckTimeout);
        return services;
    }
}
