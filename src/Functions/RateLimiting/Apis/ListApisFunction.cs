using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
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
    public Task<IResult> ListApisAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/ratelimit/apis")] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.ListApis, ListAsync);

    private async Task<IResult> ListAsync(RequestContext context)
    {
        var limit = PageQuery.Limit(context.Request);
        var found = await apis.ListAsync(api: null, NamedPage.After(context.Request), limit + 1, context.Aborted);
        return TypedResults.Json(NamedPage.Of(found, limit, api => api.Name, ApiResponse.Of, ApisJson.Web.ApiResponse), ApisJson.Web.PageApiResponse);
    }
}
