using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting;

/// <summary><c>ANY /gateway/{api}/{*path}</c>: limits requests and forwards them to the API.</summary>
public sealed class GatewayFunction(RequestPipeline pipeline, Gateway gateway)
{
    [Function("Gateway")]
    public Task<IResult> ForwardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "gateway/{api}/{*path}")] HttpRequest request,
        string api,
        string path) =>
        pipeline.RunAsync(request, RateLimitOperations.Forward, context => gateway.AnswerAsync(context, api, path));
}
