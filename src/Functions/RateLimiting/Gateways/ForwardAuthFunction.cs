using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Functions.Description;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary><c>ANY /api/ratelimit/authorize</c>: what nginx, Caddy and Traefik ask before they let a request pass.</summary>
[Tags("Rate limits")]
public sealed class ForwardAuthFunction(RequestPipeline pipeline, ForwardAuth forwardAuth)
{
    [Function("AuthorizeRateLimit")]
    [EndpointSummary("Tells a proxy whether to let a request pass")]
    [EndpointDescription("For nginx (auth_request), Caddy (forward_auth) and Traefik (ForwardAuth): the caller is taken from the forwarding headers of a trusted proxy.")]
    [NeedsScope(ScopeNames.CheckRateLimits, Per = "api")]
    [Parameter("api", "The API that the request is for.", "shop", IsRequired = true, Pattern = ResourceName.Pattern)]
    [Parameter("op", "The operation; without it, it is found by the forwarded method and path.", "orders.create", Pattern = ResourceName.Pattern)]
    [Parameter("deny", "What a denial is answered with.", "403", OneOf = ["403", "429"])]
    [Parameter(ForwardingHeaders.Method, "Method of the request that is asked for.", "POST", IsHeader = true)]
    [Parameter(ForwardingHeaders.Uri, "Path and query of the request that is asked for.", "/orders", IsHeader = true)]
    [Responds(200, "Let it pass.", Headers = [RateLimitHeaders.Policy, RateLimitHeaders.Limit])]
    [Fails(ProblemTypes.NotFound, ProblemTypes.NoOperation, ProblemTypes.AmbiguousPath, AsForbidden = [ProblemTypes.QuotaExceeded])]
    public Task<IResult> AuthorizeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "api/ratelimit/authorize")] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.Authorize, forwardAuth.AnswerAsync);
}
