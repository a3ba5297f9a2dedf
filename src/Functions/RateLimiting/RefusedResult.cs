using Microsoft.AspNetCore.Http;
using Serverless.Core.RateLimiting;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting;

/// <summary>Answers a request that was not allowed: the problem, the limits, and when to come again.</summary>
/// <param name="deniedStatus">What a denial is answered with, 429 or what a proxy understands.</param>
public sealed class RefusedResult(RateLimitDecision decision, int deniedStatus = StatusCodes.Status429TooManyRequests) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => decision.Status switch
    {
        RateLimitStatus.Denied => deniedStatus,
        RateLimitStatus.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        RateLimitHeaders.Write(httpContext.Response.Headers, decision);
        var problem = RateLimitProblems.Of(decision);
        problem.Status = StatusCode;
        var retryAfter = RateLimitHeaders.RetryAfter(decision);
        if (decision.Status == RateLimitStatus.Denied)
        {
            httpContext.Response.Headers.RetryAfter = retryAfter.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return new ProblemResult(problem, retryAfter).ExecuteAsync(httpContext);
    }
}
