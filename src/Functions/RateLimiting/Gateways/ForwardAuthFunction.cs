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
    [Parameter("deny", "What a denial is answered with; with 403 any other answer but 200 is a 403 too, and its own status is in X-Limit-Status.", "403", OneOf = ["403", "429"])]
    [Parameter("unmatched", "What becomes of a request that no operation of the API has.", "allow", OneOf = ["allow", "deny"])]
    [Parameter(ForwardingHeaders.Method, "Method of the request that is asked for.", "POST", IsHeader = true)]
    [Parameter(ForwardingHeaders.Uri, "Path and query of the request that is asked for.", "/orders", IsHeader = true)]
    [Responds(200, "Let it pass.", Headers = [RateLimitHeaders.Policy, RateLimitHeaders.Limit])]
    [Fails(ProblemTypes.NoOperation, ProblemTypes.AmbiguousMethod, ProblemTypes.AmbiguousPath, AsForbidden = [ProblemTypes.QuotaExceeded])]
    public Task<IResult> AuthorizeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/ratelimit/authorize")] HttpRequest request) =>
        pipeline.RunAsync(request, RateLimitOperations.Authorize, forwardAuth.AnswerAsync);
}
