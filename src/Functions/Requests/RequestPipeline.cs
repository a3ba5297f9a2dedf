using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Functions.Requests;

/// <summary>Takes every request through the same steps, in the order of their registration: each function enters here by one call.</summary>
public sealed class RequestPipeline(IEnumerable<IRequestStep> steps)
{
    private readonly RequestHandler first = steps.Reverse().Aggregate<IRequestStep, RequestHandler>(
        context => context.Handler(context),
        (next, step) => context => step.InvokeAsync(context, next));

    public Task<IResult> RunAsync(HttpRequest request, Operation operation, RequestHandler handler) =>
        first(new RequestContext(request, operation, handler));
}

/// <summary>Registers the steps of every request. Their order here is the order in which they run.</summary>
public static class RequestServices
{
    public static IServiceCollection AddRequestSteps(this IServiceCollection services) => services
        .AddSingleton<RequestIds>()
        .AddSingleton<IRequestStep, RequestIdStep>()
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

/// <summary>
/// One thing that is done with every request, around or instead of what follows. A redirect passes all steps and usually
/// waits for nothing: a step that adds no wait of its own hands the task of what follows on.
/// </summary>
public interface IRequestStep
{
    Task<IResult> InvokeAsync(RequestContext context, RequestHandler next);
}

/// <summary>The rest of a request's way: the next step, or the function's own work.</summary>
public delegate Task<IResult> RequestHandler(RequestContext context);
