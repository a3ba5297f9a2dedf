using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core.UrlShortening.Following;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Following;

/// <summary><c>GET /{key}</c>: leads to where a short link points. Without a state machine where nothing is waited for.</summary>
[Tags("Links")]
public sealed class FollowLinkFunction(RequestPipeline pipeline, LinkVisits visits, RedirectResponses answers)
{
    [Function("FollowLink")]
    [EndpointSummary("Follows a short link")]
    [EndpointDescription("A browser is shown a page where others get a problem document, or is sent on to Links:NotFoundUrl or Links:GoneUrl.")]
    [Responds(301, "Leads on to the link's URL, and may be kept.", Headers = [ResponseHeaders.Location, ResponseHeaders.CacheControl])]
    [Responds(302, "Leads on to the link's URL, this time.", Headers = [ResponseHeaders.Location, ResponseHeaders.CacheControl])]
    [Fails(ProblemTypes.NotFound, ProblemTypes.LinkGone, ProblemTypes.LinkBlocked)]
    public Task<IResult> FollowAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{key}")] HttpRequest request, string key) =>
        pipeline.RunAsync(request, LinkOperations.Follow, context =>
        {
            var visitor = VisitorHeaders.Read(context.Request);
            var visiting = visits.VisitAsync(key, visitor, context.Aborted);
            return visiting.IsCompletedSuccessfully
                ? Task.FromResult(answers.Of(visiting.Result, visitor, request))
                : AwaitAsync(visiting, visitor, request);
        });

    private async Task<IResult> AwaitAsync(ValueTask<LinkVisit> visiting, Visitor visitor, HttpRequest request) =>
        answers.Of(await visiting, visitor, request);
}
