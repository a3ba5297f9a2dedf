using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting.Callers;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Callers;

/// <summary><c>GET /api/ratelimit/callers</c>: what is known of callers, by kind and id.</summary>
[Tags("Rate limits")]
public sealed class ListCallersFunction(RequestPipeline pipeline, DocumentEditor<CallerRecord> callers)
{
    private const int MaxName = 500;

    [Function("ListRateLimitCallers")]
    [EndpointSummary("Lists what is known of callers")]
    [NeedsScope(ScopeNames.ManageRateLimits)]
    [Responds(200, "Records by kind, then by id.", typeof(Page<CallerResponse>), RateLimitExamples.Callers)]
    [Paged]
    public Task<IResult> ListCallersAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/ratelimit/callers")] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.ListCallers, ListAsync);

    private async Task<IResult> ListAsync(RequestContext context)
    {
        var limit = PageQuery.Limit(context.Request);
        var found = await callers.ListAsync(api: null, NamedPage.After(context.Request, MaxName), limit + 1, context.Aborted);
        return TypedResults.Json(NamedPage.Of(found, limit, caller => caller.Name, CallerResponse.Of, CallersJson.Web.CallerResponse), CallersJson.Web.PageCallerResponse);
    }
}
