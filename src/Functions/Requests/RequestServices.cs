using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Functions.Requests;

/// <summary>Registers the steps of every request. Their order is the order in which they run.</summary>
public static class RequestServices
{
    /// <summary>Adds what surrounds all other steps.</summary>
    public static IServiceCollection AddRequestSteps(this IServiceCollection services) => services
        .AddSingleton<IRequestStep, MeasureStep>()
        .AddSingleton<IRequestStep, ProblemStep>()
        .AddSingleton<IRequestStep, HeaderTextStep>()
        .AddSingleton<RequestPipeline>();

    /// <summary>Adds the steps that know who asks. Those that need no caller, and guard the store of keys, come before.</summary>
    public static IServiceCollection AddAccessSteps(this IServiceCollection services) => services
        .AddSingleton<IRequestStep, AuthenticateStep>()
        .AddSingleton<IRequestStep, AuthorizeStep>()
        .AddSingleton<IRequestStep, ParametersStep>();
}
