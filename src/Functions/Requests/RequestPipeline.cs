using Microsoft.AspNetCore.Http;

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
