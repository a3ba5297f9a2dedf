using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Apis;

/// <summary><c>GET /api/ratelimit/apis</c>: the APIs by name.</summary>
[Tags("Rate limits")]
public sealed class ListApisFunction(RequestPipeline pipeline, DocumentEditor<ApiDefinition> apis)
{
    [Function("ListRateLimitApis")]
    [EndpointSummary("Lists the APIs")]
    [NeedsScope(ScopeNames.ManageRateLimits)]
    [Responds(200, "APIs by name.", typeof(Page<ApiResponse>), RateLimitExamples.Apis)]
    [Paged]
    public Task<IResult> ListApisAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ratelimit/apis")] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.ListApis, ListAsync);

    private async Task<IResult> ListAsync(RequestContext context)
    {
        var limit = PageQuery.Limit(context.Request);
        var after = PageQuery.Continuation(context.Request, NameContinuation.Decode);
        var found = await apis.ListAsync(api: null, after, limit + 1, context.Aborted);
        var page = found.Take(limit).ToArray();
        var next = found.Count > limit ? Continuation.Encode(page[^1].Name) : null;
        return TypedResults.Json(new Page<ApiResponse>([.. page.Select(ApiResponse.Of)], next), ApisJson.Web.PageApiResponse);
    }
}
