using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
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
    public Task<IResult> ListCallersAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/ratelimit/callers")] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.ListCallers, ListAsync);

    private async Task<IResult> ListAsync(RequestContext context)
    {
        var limit = PageQuery.Limit(context.Request);
        var after = PageQuery.Continuation(context.Request, text => NameContinuation.Decode(text, MaxName));
        var found = await callers.ListAsync(api: null, after, limit + 1, context.Aborted);
        var page = found.Take(limit).ToArray();
        var next = found.Count > limit ? Continuation.Encode(page[^1].Name) : null;
        return TypedResults.Json(new Page<CallerResponse>([.. page.Select(CallerResponse.Of)], next), CallersJson.Web.PageCallerResponse);
    }
}
