using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Serverless.Functions.Requests;

/// <summary>Turns exceptions into problem documents.</summary>
public sealed class ProblemStep(ILogger<ProblemStep> logger) : IRequestStep
{
    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
    {
        try
        {
            var answering = next(context);
            return answering.IsCompletedSuccessfully ? answering : AwaitAsync(context, answering);
        }
        catch (Exception exception)
        {
            return Task.FromResult(AnswerTo(exception, context));
        }
    }

    private async Task<IResult> AwaitAsync(RequestContext context, Task<IResult> answering)
    {
        try
        {
            return await answering;
        }
        catch (Exception exception)
        {
            return AnswerTo(exception, context);
        }
    }

    private IResult AnswerTo(Exception exception, RequestContext context)
    {
        if (exception is OperationCanceledException && context.Aborted.IsCancellationRequested)
        {
            return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }

        using (RequestIdStep.Of(context.Request.HttpContext) is { } id ? logger.BeginScope(new RequestIdScope(id)) : null)
        {
            return FaultResponses.For(exception, context.Operation.Name, logger);
        }
    }
}
