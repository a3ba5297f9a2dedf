using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>Answers a check that was allowed, with the limits in the headers.</summary>
/// <param name="hasBody">Whether the decision is the body too; a proxy that asks has no use for one.</param>
public sealed class AllowedResult(RateLimitDecision decision, bool hasBody = true) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        RateLimitHeaders.Write(httpContext.Response.Headers, decision);
        return hasBody
            ? JsonResponse.WriteAsync(
                httpContext.Response, StatusCodes.Status200OK, JsonResponse.Json, JsonSerializer.SerializeToUtf8Bytes(DecisionResponse.Of(decision), CheckingJson.Web.DecisionResponse))
            : Task.CompletedTask;
    }
}
