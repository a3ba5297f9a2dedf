using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Functions.Description;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary><c>ANY /gateway/{api}/{*path}</c>: limits requests and forwards them to the API.</summary>
[Tags("Rate limits")]
public sealed class GatewayFunction(RequestPipeline pipeline, GatewayHandler gateway)
{
    [Function("Gateway")]
    [EndpointSummary("Forwards a request to an API, within its limits")]
    [EndpointDescription("The path after the API's name may have any number of segments. Every status of the API itself is passed on.")]
    [Parameter("x-api-key", "An API key, where the API has 'requireKey'.", "KEY", IsHeader = true)]
    [Responds(200, "What the API answered, with any status and content.", MediaType = "*/*", Headers = [RateLimitHeaders.Policy, RateLimitHeaders.Limit])]
    [Fails(ProblemTypes.NotFound, ProblemTypes.NoOperation, ProblemTypes.AmbiguousMethod, ProblemTypes.AmbiguousPath, ProblemTypes.Unauthenticated, ProblemTypes.UpgradeRefused, ProblemTypes.UpstreamFailed, ProblemTypes.UpstreamRefused, ProblemTypes.UpstreamTimeout, ProblemTypes.BadHttp)]
    public Task<IResult> ForwardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "gateway/{api}/{*path}")] HttpRequest request,
        string api,
        string path) =>
        pipeline.RunAsync(request, RateLimitOperations.Forward, context => gateway.AnswerAsync(context, api, path));
}
