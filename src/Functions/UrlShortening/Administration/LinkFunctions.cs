using System.Text.Json;
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

/// <summary><c>/api/links/{key}</c>: reads, changes and deletes one link.</summary>
[Tags("Links")]
public sealed class LinkFunctions(RequestPipeline pipeline, LinkReader reader, LinkEditor editor, LinkRules rules, IOptions<LinksOptions> options)
{
    [Function("GetLink")]
    [Tagged]
    [EndpointSummary("Shows a link")]
    [NeedsScope(ScopeNames.Links)]
    [Responds(200, "The link.", typeof(LinkResponse), LinkExamples.Link)]
    [Fails(ProblemTypes.NotFound, ProblemTypes.LinkGone, ProblemTypes.NotOwner)]
    public Task<IResult> GetLinkAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/links/{key}")] HttpRequest request, string key) =>
        pipeline.RunAsync(request, LinkOperations.Get, async context =>
        {
            var (result, address) = (await reader.GetAsync(key, context.Caller, context.Aborted), ShortUrlAddress.Of(request, options.Value));
            return result.Link is { } link ? context.AnswerOrNotModified(link.Revision, () => Answer(result, context, address)) : Answer(result, context, address);
        });

    [Function("ChangeLink")]
    [Tagged]
    [EndpointSummary("Changes a link")]
    [EndpointDescription("What is left out stays as it is; a title, tags or forwardQuery that is null is removed. A new expiresAt brings back a link that has expired, until its key is free.")]
    [NeedsScope(ScopeNames.Links)]
    [Takes(typeof(LinkChange), LinkExamples.Change)]
    [Responds(200, "The link as it is now.", typeof(LinkResponse), LinkExamples.Link)]
    [Fails(ProblemTypes.NotFound, ProblemTypes.LinkGone, ProblemTypes.NotOwner)]
    public Task<IResult> ChangeLinkAsync([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/links/{key}")] HttpRequest request, string key) =>
        pipeline.RunAsync(request, LinkOperations.Change, async context =>
        {
            var address = ShortUrlAddress.Of(request, options.Value);
            using var body = await RequestBody.ReadJsonAsync(request);
            var change = JsonReading.Read(body.RootElement, LinksJson.Web.LinkChange, (readable, _) => rules.Check(readable, address.Request)) with { Cleared = Cleared(body.RootElement) };
            return Answer(await editor.ChangeAsync(key, change, context.ReadPrecondition(), context.Caller, address.Request, context.Aborted), context, address);
        });

    [Function("DeleteLink")]
    [Tagged]
    [EndpointSummary("Deletes a link")]
    [EndpointDescription("From this instant whoever follows it is told 410. Its key is not issued again for 30 days.")]
    [NeedsScope(ScopeNames.Links)]
    [Responds(204, "It is deleted.")]
    [Fails(ProblemTypes.NotFound, ProblemTypes.NotOwner)]
    public Task<IResult> DeleteLinkAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/links/{key}")] HttpRequest request, string key) =>
        pipeline.RunAsync(request, LinkOperations.Delete, async context =>
        {
            var result = await editor.DeleteAsync(key, context.ReadPrecondition(), context.Caller, context.Aborted);
            return result.Status == LinkStatus.Ok ? TypedResults.NoContent() : new ProblemResult(LinkResponses.ProblemOf(result));
        });

    [Function("RestoreLink")]
    [EndpointSummary("Brings back a link that has ended")]
    [EndpointDescription("Possible until its key is free, 30 days after its end. It is what it was, with its clicks; where its old end has passed it needs a new one.")]
    [NeedsScope(ScopeNames.Links)]
    [Takes(typeof(LinkRestoration), LinkExamples.Restoration, IsOptional = true)]
    [Responds(200, "The link as it is now.", typeof(LinkResponse), LinkExamples.Link, Headers = [ResponseHeaders.ETag])]
    [Fails(ProblemTypes.NotFound, ProblemTypes.LinkGone, ProblemTypes.NotOwner)]
    public Task<IResult> RestoreLinkAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/links/{key}/restore")] HttpRequest request, string key) =>
        pipeline.RunAsync(request, LinkOperations.Restore, async context =>
        {
            var address = ShortUrlAddress.Of(request, options.Value);
            var restoration = await JsonBody.ReadAsync(request, LinksJson.Web.LinkRestoration, (readable, _) => rules.Check(readable));
            return Answer(await editor.RestoreAsync(key, restoration, context.Caller, context.Aborted), context, address);
        });

    private static HashSet<string> Cleared(JsonElement patch) =>
        patch.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Null).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);

    private static IResult Answer(LinkResult result, RequestContext context, ShortUrlAddress address)
    {
        if (result.Link is not { } link)
        {
            return new ProblemResult(LinkResponses.ProblemOf(result));
        }

        context.AnswerETag(link.Revision);
        return TypedResults.Json(LinkResponse.Of(link, address), LinksJson.Web.LinkResponse);
    }
}
