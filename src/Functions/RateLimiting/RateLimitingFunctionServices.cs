using Microsoft.Extensions.DependencyInjection;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.RateLimiting.Gateways;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting;

/// <summary>Registers what the limiter's functions share, and the step that limits the application itself.</summary>
public static class RateLimitingFunctionServices
{
    /// <summary>Call it after the other steps have been added: who asks is known by then.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services) => services
        .AddHttpForwarder()
        .AddSingleton<ClientAddress>()
        .AddSingleton<RequestCaller>()
        .AddSingleton<GatewayForwarder>()
        .AddSingleton<GatewayHandler>()
        .AddSingleton<ForwardAuth>()
        .AddSingleton<IRequestStep, OwnLimitsStep>()
        .AddHostedService<OwnLimitDefaults>();
}
