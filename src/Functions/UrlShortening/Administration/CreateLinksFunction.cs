using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Serverless.Core.Access;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening.Administration;

/// <summary><c>POST /api/links</c>: shortens one URL, or a batch of up to 100.</summary>
[Tags("Links")]
public sealed class CreateLinksFunction(RequestPipeline pipeline, LinkCreator creator, LinkBatchCreator batches, IOptions<LinksOptions> options)
{
    private const string DryRunField = "dryRun";

    [Function("CreateLinks")]
    [EndpointSummary("Shortens a URL, or up to 100")]
    [EndpointDescription("One link is answered with 201 or a problem. Of a list each link succeeds or fails alone, and the answer says which did.")]
    [NeedsScope(ScopeNames.Links)]
    [Takes(typeof(NewLink), LinkExamples.New, OrListOf = LinkBatchCreator.MaxItems)]
    [Responds(201, "The link.", typeof(LinkResponse), LinkExamples.Link, Headers = [ResponseHeaders.Location])]
    [Responds(200, "What became of each link of a list, in their order.", typeof(LinkBatchResponse), LinkExamples.Batch)]
    [Parameter(DryRunField, "Says what would become of it, and makes nothing: 200. The key of a link that names none is empty.", "true", OneOf = ["true", "false"])]
    [Fails(ProblemTypes.AliasTaken)]
    public Task<IResult> CreateLinksAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/links")] HttpRequest request) =>
        pipeline.RunAsync(request, LinkOperations.Create, CreateAsync);

    private async Task<IResult> CreateAsync(RequestContext context)
    {
        var address = ShortUrlAddress.Of(context.Request, options.Value);
        using var body = await RequestBody.ReadJsonAsync(context.Request);
        return body.RootElement.ValueKind == JsonValueKind.Array
            ? TypedResults.Json(await batches.CreateAsync(body.RootElement, context, address, QueryFlag.Read(context.Request, DryRunField)), LinksJson.Web.LinkBatchResponse)
            : await CreateOneAsync(body.RootElement, context, address);
    }

    private async Task<IResult> CreateOneAsync(JsonElement body, RequestContext context, ShortUrlAddress address)
    {
        var request = JsonReading.Read(body, LinksJson.Web.NewLink);
        var isDry = QueryFlag.Read(context.Request, DryRunField);
        var result = isDry
            ? await creator.TryOutAsync(request, context.Caller, address.Request, context.Aborted)
            : await creator.CreateAsync(request, context.Caller, address.Request, context.Aborted);
        return result.Link switch
        {
            null => new ProblemResult(LinkResponses.ProblemOf(result)),
            { } link when isDry => TypedResults.Json(LinkResponse.Of(link, address), LinksJson.Web.LinkResponse),
            { } link => new CreatedResult<LinkResponse>($"/api/links/{link.Key}", LinkResponse.Of(link, address), LinksJson.Web.LinkResponse),
        };
    }
}
