using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Functions.Description;
using Serverless.Functions.RateLimiting.Gateways;
using Serverless.Functions.Requests;

namespace Serverless.Functions.WebConsole;

/// <summary><c>/api/console</c> and what its page loads: open, since whoever uses it signs in there.</summary>
[Tags("About")]
public sealed class ConsoleFunctions(RequestPipeline pipeline, ConsoleAssets assets, ConsoleOrigin origin)
{
    private static readonly Operation Page = new("console.page", null) { Parameters = null, LogsOnlyFaults = true };
    private static readonly Operation Asset = new("console.asset", null) { Parameters = null, LogsOnlyFaults = true };

    [Function("ConsolePage")]
    [EndpointSummary("Opens the console")]
    [Responds(200, "A page for people.", MediaType = "text/html")]
    public Task<IResult> ShowAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/console")] HttpRequest request) =>
        pipeline.RunAsync(request, Page, context => Task.FromResult<IResult>(
            IsElsewhere(request) ? new ProblemResult(Problems.NotFound("console"))
            : assets.Page is { } page ? new ConsoleAssetResult(page, ConsoleHeaders.Revalidated) : new ConsoleMissingResult()));

    [Function("ConsoleAsset")]
    [EndpointSummary("Loads a part of the console")]
    [Responds(200, "A script; a style sheet or picture comes as what it is.", MediaType = "text/javascript")]
    [Fails(ProblemTypes.NotFound)]
    public Task<IResult> LoadAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/console/assets/{file}")] HttpRequest request, string file) =>
        pipeline.RunAsync(request, Asset, context => Task.FromResult<IResult>(
            !IsElsewhere(request) && assets.Find(file) is { } found ? new ConsoleAssetResult(found, ConsoleHeaders.Immutable) : new ProblemResult(Problems.NotFound("file of the console"))));

    private bool IsElsewhere(HttpRequest request) => origin.IsOwn && !origin.IsAskedFor(request);
}
