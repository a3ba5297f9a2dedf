using System.Globalization;
using Microsoft.AspNetCore.Http;
using Serverless.Core;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>Answers a proxy that asks whether to let a request pass. The proxy is authenticated; the caller is whom it forwards for.</summary>
public sealed class ForwardAuth(RuleBook book, RateLimiter limiter, RequestCaller callers, ApiKeys keys)
{
    /// <summary>What the client should be answered, where the proxy understands only 403.</summary>
    public const string StatusHeader = "X-Limit-Status";

    private const string ApiField = "api";
    private const string OpField = "op";
    private const string DenyField = "deny";
    private const string UnmatchedField = "unmatched";

    public async Task<IResult> AnswerAsync(RequestContext context)
    {
        var query = context.Request.Query;
        var errors = new FieldErrors()
            .Add(ApiField, ResourceName.Refuse(query[ApiField]))
            .Add(OpField, query[OpField].Count == 0 || ResourceName.IsValid(query[OpField]) ? null : $"must be {ResourceName.Rule}, or left out.")
            .Add(DenyField, query[DenyField].Count == 0 || query[DenyField] == "403" || query[DenyField] == "429" ? null : "must be 403 or 429.")
            .Add(UnmatchedField, query[UnmatchedField].Count == 0 || query[UnmatchedField] == "allow" || query[UnmatchedField] == "deny" ? null : "must be allow or deny.");
        if (!errors.IsEmpty)
        {
            return new ProblemResult(Problems.Invalid(errors));
        }

        var api = query[ApiField].ToString();
        context.Require(api);
        var answer = await AnswerAsync(context, api, query[OpField].ToString(), allowsUnmatched: query[UnmatchedField] != "deny");
        return query[DenyField] == "403" && answer is IStatusCodeHttpResult { StatusCode: not StatusCodes.Status200OK and { } status }
            ? new ForbiddenResult(answer, status)
            : answer;
    }

    private async Task<IResult> AnswerAsync(RequestContext context, string api, string op, bool allowsUnmatched)
    {
        if (op.Length == 0)
        {
            var match = Match(context, api);
            if (match.Operation is null)
            {
                return match.Refused is null && allowsUnmatched ? TypedResults.Ok() : new ProblemResult(RateLimitProblems.Of(match, api)!);
            }

            op = match.Operation.Op;
        }

        var caller = callers.Of(context.Request.HttpContext, await KeyOfAsync(context));
        var decision = await limiter.CheckAsync(new RateLimitCheck(api, op, caller), context.Aborted);
        return decision.Allowed ? new AllowedResult(decision, hasBody: false) : new RefusedResult(decision);
    }

    private RouteMatch Match(RequestContext context, string api)
    {
        var http = context.Request.HttpContext;
        var (method, uri) = (ForwardingHeaders.Get(http, ForwardingHeaders.Method).ToString(), ForwardingHeaders.Get(http, ForwardingHeaders.Uri).ToString());
        if (method.Length == 0 || uri.Length == 0)
        {
            throw new RequestRefusedException(FieldErrors.Of(
                OpField, $"must be given, or the proxy must send {ForwardingHeaders.Method} and {ForwardingHeaders.Uri}."));
        }

        return book.Current.FindRoutes(api) is { } routes
            ? MethodOverrides.Hold(context.Request.Headers, routes.FindByTarget(method, uri), other => routes.FindByTarget(other, uri))
            : default;
    }

    // A proxy authenticates with Authorization and leaves x-api-key to the client whom it asks for.
    private async Task<string?> KeyOfAsync(RequestContext context)
    {
        var presented = context.Request.Headers[GatewayHandler.KeyHeader].ToString();
        return presented.Length > 0 && context.Request.Headers.Authorization.Count > 0
            ? (await keys.AuthenticateAsync(presented, context.Aborted))?.KeyId
            : context.Caller.KeyId;
    }

    /// <summary>Another answer as nginx understands it, which takes all but 2xx, 401 and 403 for a failure of ours.</summary>
    private sealed class ForbiddenResult(IResult answer, int status) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => StatusCodes.Status403Forbidden;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.OnStarting(() =>
            {
                httpContext.Response.StatusCode = StatusCodes.Status403Forbidden;
                httpContext.Response.Headers[StatusHeader] = status.ToString(CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
            return answer.ExecuteAsync(httpContext);
        }
    }
}
