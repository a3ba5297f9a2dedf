using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Access;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary><c>GET /api/links/{key}/stats</c>: how often a link was followed, by day and referrer.</summary>
[Tags("Links")]
public sealed class LinkStatsFunction(RequestPipeline pipeline, LinkStatsReader stats)
{
    [Function("GetLinkStats")]
    [EndpointSummary("Counts the clicks on a link")]
    [EndpointDescription("People's by day and referrer; those of robots, link previews and prefetches apart.")]
    [NeedsScope(ScopeNames.Links)]
    [Responds(200, "The clicks: a lower bound.", typeof(LinkStats), LinkExamples.Stats)]
    [Fails(ProblemTypes.NotFound, ProblemTypes.LinkGone, ProblemTypes.NotOwner)]
    public Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/links/{key}/stats")] HttpRequest request, string key) =>
        pipeline.RunAsync(request, LinkOperations.Stats, async context =>
        {
            var (result, found) = await stats.GetAsync(key, context.Caller, context.Aborted);
            return found is null ? new ProblemResult(LinkResponses.ProblemOf(result)) : TypedResults.Json(found, LinksJson.Web.LinkStats);
        });
}
