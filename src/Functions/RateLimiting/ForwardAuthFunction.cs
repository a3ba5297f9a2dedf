using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting;

/// <summary><c>ANY /api/ratelimit/authorize</c>: what nginx, Caddy and Traefik ask before they let a request pass.</summary>
public sealed class ForwardAuthFunction(RequestPipeline pipeline, ForwardAuth forwardAuth)
{
    [Function("AuthorizeRateLimit")]
    public Task<IResult> AuthorizeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "api/ratelimit/authorize")] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.Authorize, forwardAuth.AnswerAsync);
}
