using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Serverless.Core.UrlShortening;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening;

/// <summary><c>GET /{key}</c>: leads to where a short link points.</summary>
public sealed class FollowLinkFunction(RequestPipeline pipeline, LinkReader links, IOptions<LinksOptions> options, TimeProvider time)
{
    [Function("FollowLink")]
    public Task<IResult> FollowAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{key}")] HttpRequest request, string key) =>
        pipeline.RunAsync(request, LinkOperations.Follow, async context =>
        {
            var result = await links.FollowAsync(key, context.Aborted);
            return result.Link is { } link
                ? new RedirectResult(link, RedirectAge.Of(link, options.Value.MaxAge, time.GetUtcNow()))
                : new ProblemResult(LinkAnswers.ProblemOf(result));
        });
}
