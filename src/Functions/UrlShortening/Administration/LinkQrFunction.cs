using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Serverless.Core.Access;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary><c>GET /api/links/{key}/qr</c>: the short URL as a picture to print.</summary>
[Tags("Links")]
public sealed class LinkQrFunction(RequestPipeline pipeline, LinkReader links, IOptions<LinksOptions> options)
{
    [Function("GetLinkQr")]
    [EndpointSummary("Draws the short URL as a QR code")]
    [NeedsScope(ScopeNames.Links)]
    [Responds(200, "The picture.", MediaType = "image/svg+xml", Headers = [ResponseHeaders.CacheControl])]
    [Fails(ProblemTypes.NotFound, ProblemTypes.LinkGone, ProblemTypes.NotOwner)]
    public Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/links/{key}/qr")] HttpRequest request, string key) =>
        pipeline.RunAsync(request, LinkOperations.Qr, async context =>
        {
            var result = await links.GetAsync(key, context.Caller, context.Aborted);
            return result.Link is { } link
                ? new SvgResult(QrCode.Draw(ShortUrlAddress.Of(request, options.Value).UrlOf(link.Key)))
                : new ProblemResult(LinkResponses.ProblemOf(result));
        });
}
