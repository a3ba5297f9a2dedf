using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Serverless.Core.Access;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Links;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary><c>GET /api/links</c>: the caller's own links, newest first.</summary>
[Tags("Links")]
public sealed class ListLinksFunction(RequestPipeline pipeline, LinkReader links, IOptions<LinksOptions> options)
{
    [Function("ListLinks")]
    [EndpointSummary("Lists the caller's links, newest first")]
    [NeedsScope(ScopeNames.Links)]
    [Responds(200, "Links of the key's owner.", typeof(Page<LinkResponse>), LinkExamples.Page)]
    [Paged]
    public Task<IResult> ListLinksAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/links")] HttpRequest request) =>
        pipeline.RunAsync(request, LinkOperations.List, ListAsync);

    private async Task<IResult> ListAsync(RequestContext context)
    {
        var address = ShortUrlAddress.Of(context.Request, options.Value);
        var after = PageQuery.Continuation(context.Request, OwnedLink.FromContinuation);
        var page = await links.ListAsync(context.Caller.Owner, after, PageQuery.Limit(context.Request), context.Aborted);
        var answer = new Page<LinkResponse>([.. page.Links.Select(link => LinkResponse.Of(link, address))], page.Next?.ToContinuation());
        return TypedResults.Json(answer, LinksJson.Web.PageLinkResponse);
    }
}
