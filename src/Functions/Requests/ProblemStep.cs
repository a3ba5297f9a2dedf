using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Serverless.Functions.Requests;

/// <summary>Turns exceptions into problem documents.</summary>
public sealed class ProblemStep(ILogger<ProblemStep> logger) : IRequestStep
{
    public async Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
    {
        try
        {
            return await next(context);
        }
        catch (OperationCanceledException) when (context.Aborted.IsCancellationRequested)
        {
            return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (Exception exception)
        {
            return FaultAnswers.For(exception, context.Operation.Name, logger);
        }
    }
}
