using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.Paging;
using Serverless.Core.RateLimiting;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting;

/// <summary><c>GET /api/ratelimit/apis</c>: the APIs by name.</summary>
[Tags("Rate limits")]
public sealed class ListApisFunction(RequestPipeline pipeline, ApiEditor apis)
{
    [Function("ListRateLimitApis")]
    [EndpointSummary("Lists the APIs")]
    [NeedsScope(ScopeNames.ManageRateLimits)]
    [Answers(200, "APIs by name.", typeof(Page<ApiAnswer>), RateLimitExamples.Apis)]
    [Paged]
    public Task<IResult> ListApisAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ratelimit/apis")] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.ListApis, ListAsync);

    private async Task<IResult> ListAsync(RequestContext context)
    {
        var limit = PageQuery.Limit(context.Request);
        var after = PageQuery.Continuation(context.Request, NameContinuation.Decode);
        var found = await apis.ListAsync(after, limit + 1, context.Aborted);
        var page = found.Take(limit).ToArray();
        var next = found.Count > limit ? Continuation.Encode(page[^1].Name) : null;
        return TypedResults.Json(new Page<ApiAnswer>([.. page.Select(ApiAnswer.Of)], next), RateLimitsJson.Web.PageApiAnswer);
    }
}
