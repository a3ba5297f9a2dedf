using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Core.Messaging;

/// <summary>Registers the delivery to endpoints.</summary>
public static class PushServices
{
    public static IServiceCollection AddPushDelivery(this IServiceCollection services) => services;
}
