using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Serverless.Core.UrlShortening;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening;

/// <summary><c>POST /api/links</c>: shortens one URL, or a batch of up to 100.</summary>
public sealed class CreateLinksFunction(RequestPipeline pipeline, LinkCreator creator, LinkBatchCreator batches, IOptions<LinksOptions> options)
{
    [Function("CreateLinks")]
    public Task<IResult> CreateLinksAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/links")] HttpRequest request) =>
        pipeline.RunAsync(request, LinkOperations.Create, CreateAsync);

    private async Task<IResult> CreateAsync(RequestContext context)
    {
        var address = ShortUrlAddress.Of(context.Request, options.Value);
        using var body = await RequestBody.ReadJsonAsync(context.Request);
        return body.RootElement.ValueKind == JsonValueKind.Array
            ? TypedResults.Json(await batches.CreateAsync(body.RootElement, context, address), LinksJson.Web.LinkBatchAnswer)
            : await CreateOneAsync(body.RootElement, context, address);
    }

    private async Task<IResult> CreateOneAsync(JsonElement body, RequestContext context, ShortUrlAddress address)
    {
        var request = JsonReading.Read(body, LinksJson.Web.NewLink);
        var result = await creator.CreateAsync(request, context.Caller, address.Request, context.Aborted);
        return result.Link is { } link
            ? new CreatedResult<LinkAnswer>($"/api/links/{link.Key}", LinkAnswer.Of(link, address), LinksJson.Web.LinkAnswer)
            : new ProblemResult(LinkAnswers.ProblemOf(result));
    }
}
