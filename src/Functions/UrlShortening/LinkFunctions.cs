using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Serverless.Core.UrlShortening;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening;

/// <summary><c>/api/links/{key}</c>: reads, changes and deletes one link.</summary>
public sealed class LinkFunctions(RequestPipeline pipeline, LinkReader reader, LinkEditor editor, IOptions<LinksOptions> options)
{
    [Function("GetLink")]
    public Task<IResult> GetLinkAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/links/{key}")] HttpRequest request, string key) =>
        pipeline.RunAsync(request, LinkOperations.Get, async context =>
            Answer(await reader.GetAsync(key, context.Caller, context.Aborted), ShortUrlAddress.Of(request, options.Value)));

    [Function("ChangeLink")]
    public Task<IResult> ChangeLinkAsync([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/links/{key}")] HttpRequest request, string key) =>
        pipeline.RunAsync(request, LinkOperations.Change, async context =>
        {
            var address = ShortUrlAddress.Of(request, options.Value);
            using var body = await RequestBody.ReadJsonAsync(request);
            var change = JsonReading.Read(body.RootElement, LinksJson.Web.LinkChange);
            return Answer(await editor.ChangeAsync(key, change, context.Caller, address.Request, context.Aborted), address);
        });

    [Function("DeleteLink")]
    public Task<IResult> DeleteLinkAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/links/{key}")] HttpRequest request, string key) =>
        pipeline.RunAsync(request, LinkOperations.Delete, async context =>
        {
            var result = await editor.DeleteAsync(key, context.Caller, context.Aborted);
            return result.Status == LinkStatus.Ok ? TypedResults.NoContent() : new ProblemResult(LinkAnswers.ProblemOf(result));
        });

    private static IResult Answer(LinkResult result, ShortUrlAddress address) => result.Link is { } link
        ? TypedResults.Json(LinkAnswer.Of(link, address), LinksJson.Web.LinkAnswer)
        : new ProblemResult(LinkAnswers.ProblemOf(result));
}
