using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting.Apis;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>Decides what becomes of a request to the gateway: it is forwarded, or answered here and the API never sees it.</summary>
public sealed class GatewayHandler(RuleBook book, RateLimiter limiter, UpstreamPolicy upstreams, RequestCaller callers, ApiKeys keys, GatewayForwarder forwarder, ConsoleOrigin console)
{
    public const string KeyHeader = "x-api-key";

    private const int MaxKeyLength = 512;
    private const string PlainHttp2 = "h2c";

    /// <param name="path">What follows the API's name, decoded; null for nothing.</param>
    public async Task<IResult> AnswerAsync(RequestContext context, string name, string? path)
    {
        var request = context.Request;
        if (console.IsOwn && console.IsAskedFor(request))
        {
            return new ProblemResult(Problems.NotFound("API"));
        }

        if (AsksForUpgrade(request))
        {
            return new ProblemResult(RateLimitProblems.UpgradeRefused());
        }

        if (book.Current.FindRoutes(name) is not { Api: { Upstream: { } upstream } api } routes)
        {
            return new ProblemResult(Problems.NotFound("API"));
        }

        var plain = path ?? "";
        var match = MethodOverrides.Hold(request.Headers, routes.Find(request.Method, plain), method => routes.Find(method, plain));
        if (match.Refused is not null)
        {
            return new ProblemResult(RateLimitProblems.Of(match, name)!);
        }

        var key = api.RequireKey ? await AuthenticateAsync(context) : null;
        if (api.RequireKey && key is null)
        {
            return new ProblemResult(Problems.Unauthenticated());
        }

        if (match.Operation is not { } operation)
        {
            return new ProblemResult(RateLimitProblems.NoOperation(name));
        }

        if (upstreams.RefuseHost(upstream) is not null)
        {
            return new ProblemResult(RateLimitProblems.UpstreamRefused());
        }

        var check = new RateLimitCheck(name, operation.Op, callers.Of(request.HttpContext, key?.KeyId));
        var decision = await limiter.CheckAsync(check, context.Aborted);
        return decision.Allowed
            ? new ForwardedResult(forwarder, new Forwarding(api, operation, plain, decision, IsSandboxed: !(api.Documents && console.IsOwn)))
            : new RefusedResult(decision);
    }

    private async Task<Caller?> AuthenticateAsync(RequestContext context) =>
        context.Request.Headers[KeyHeader].ToString() is { Length: > 0 and <= MaxKeyLength } secret
            ? await keys.AuthenticateAsync(secret, context.Aborted)
            : null;

    // Clients offer HTTP/2 in clear text beside a complete request, which may be answered as it is (RFC 9110, section 7.8).
    private static bool AsksForUpgrade(HttpRequest request) =>
        request.Headers.Upgrade.Count > 0
        && request.Headers.GetCommaSeparatedValues(HeaderNames.Connection).Contains(HeaderNames.Upgrade, StringComparer.OrdinalIgnoreCase)
        && !request.Headers.Upgrade.ToString().Equals(PlainHttp2, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Answers with what the API answers, streaming both ways.</summary>
public sealed class ForwardedResult(GatewayForwarder forwarder, Forwarding forwarding) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => forwarder.ForwardAsync(httpContext, forwarding);
}
