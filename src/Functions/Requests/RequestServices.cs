using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Functions.Requests;

/// <summary>Registers the steps of every request. Their order here is the order in which they run.</summary>
public static class RequestServices
{
    public static IServiceCollection AddRequestSteps(this IServiceCollection services) => services
        .AddSingleton<IRequestStep, MeasureStep>()
        .AddSingleton<IRequestStep, ProblemStep>()
        .AddSingleton<IRequestStep, AuthenticateStep>()
        .AddSingleton<IRequestStep, AuthorizeStep>()
        .AddSingleton<IRequestStep, ParametersStep>()
        .AddSingleton<RequestPipeline>();
}
