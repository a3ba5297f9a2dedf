using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

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
        var headers = httpContext.Response.Headers;
        RateLimitHeaders.Write(headers, decision);
        var retryAfter = RateLimitHeaders.RetryAfter(decision);
        if (decision.Status != RateLimitStatus.Denied)
        {
            return new ProblemResult(RateLimitProblems.Of(decision), retryAfter).ExecuteAsync(httpContext);
        }

        headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        headers.RetryAfter = retryAfter?.ToString(CultureInfo.InvariantCulture);
        var problem = QuotaExceeded.Of(decision, deniedStatus);
        return JsonResponse.WriteAsync(
            httpContext.Response, deniedStatus, JsonResponse.Problem, JsonSerializer.SerializeToUtf8Bytes(problem, CheckingJson.Web.QuotaExceeded));
    }
}
