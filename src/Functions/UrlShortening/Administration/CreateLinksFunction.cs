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

/// <summary><c>POST /api/links</c>: shortens one URL, or a batch of up to 100.</summary>
[Tags("Links")]
public sealed class CreateLinksFunction(RequestPipeline pipeline, LinkCreator creator, LinkBatchCreator batches, RepeatableCreator repeatable, IOptions<LinksOptions> options)
{
    private const string DryRunField = "dryRun";

    [Function("CreateLinks")]
    [EndpointSummary("Shortens a URL, or up to 100")]
    [EndpointDescription("One link is answered with 201 or a problem. Of a list each link succeeds or fails alone, and the answer says which did.")]
    [NeedsScope(ScopeNames.Links)]
    [Takes(typeof(NewLink), LinkExamples.New, OrListOf = LinkBatchCreator.MaxItems)]
    [Responds(201, "The link.", typeof(LinkResponse), LinkExamples.Link, Headers = [ResponseHeaders.Location, ResponseHeaders.ETag])]
    [Responds(200, "What became of each link of a list, in their order.", typeof(LinkBatchResponse), LinkExamples.Batch)]
    [Parameter(DryRunField, "Says what would become of it, and makes nothing: 200. The key of a link that names none is empty.", "true", OneOf = ["true", "false"])]
    [Parameter(IdempotencyKey.Header, "A text of the client's own for this request: sent again with it within 24 hours, the request is answered as it was first, and nothing is made twice.", "8e03978e-40d5-43dd-bc93-6894a57f9324", IsHeader = true)]
    [Fails(ProblemTypes.AliasTaken, ProblemTypes.IdempotencyMismatch, ProblemTypes.IdempotencyInFlight)]
    public Task<IResult> CreateLinksAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/links")] HttpRequest request) =>
        pipeline.RunAsync(request, LinkOperations.Create, CreateAsync);

    private async Task<IResult> CreateAsync(RequestContext context)
    {
        var address = ShortUrlAddress.Of(context.Request, options.Value);
        var isDry = QueryFlag.Read(context.Request, DryRunField);
        var key = isDry ? null : IdempotencyKey.Of(context.Request);
        var body = await RequestBody.ReadAsync(context.Request);
        using var json = RequestBody.Parse(body);
        var root = json.RootElement;
        return (root.ValueKind == JsonValueKind.Array, key) switch
        {
            (true, null) => TypedResults.Json(await batches.CreateAsync(root, context, address, isDry), LinksJson.Web.LinkBatchResponse),
            (true, _) => TypedResults.Json(await repeatable.CreateAsync(key, body, root, context, address), LinksJson.Web.LinkBatchResponse),
            (false, null) => Answer(await CreateOneAsync(root, context, address, isDry), context, address, isDry),
            _ => Answer(await repeatable.CreateOneAsync(key, body, root, context, address), context, address, isDry),
        };
    }

    private Task<LinkResult> CreateOneAsync(JsonElement body, RequestContext context, ShortUrlAddress address, bool isDry)
    {
        var request = LinkReading.Read(body, creator, context, address);
        return isDry
            ? creator.TryOutAsync(request, context.Caller, address.Request, context.Aborted)
            : creator.CreateAsync(request, context.Caller, address.Request, context.Aborted);
    }

    private static IResult Answer(LinkResult result, RequestContext context, ShortUrlAddress address, bool isDry)
    {
        if (result.Link is not { } link)
        {
            return new ProblemResult(LinkResponses.ProblemOf(result));
        }

        if (isDry)
        {
            return TypedResults.Json(LinkResponse.Of(link, address), LinksJson.Web.LinkResponse);
        }

        context.AnswerETag(link.Revision);
        return new CreatedResult<LinkResponse>($"/api/links/{link.Key}", LinkResponse.Of(link, address), LinksJson.Web.LinkResponse);
    }
}
