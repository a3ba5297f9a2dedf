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
    private const string ApiField = "api";
    private const string OpField = "op";
    private const string DenyField = "deny";

    public async Task<IResult> AnswerAsync(RequestContext context)
    {
        var query = context.Request.Query;
        var errors = new FieldErrors()
            .Add(ApiField, ResourceName.Refuse(query[ApiField]))
            .Add(OpField, query[OpField].Count == 0 || ResourceName.IsValid(query[OpField]) ? null : $"must be {ResourceName.Rule}, or left out.")
            .Add(DenyField, query[DenyField].Count == 0 || query[DenyField] == "403" || query[DenyField] == "429" ? null : "must be 403 or 429.");
        if (!errors.IsEmpty)
        {
            return new ProblemResult(Problems.Invalid(errors));
        }

        var api = query[ApiField].ToString();
        context.Require(api);
        var (op, problem) = query[OpField].Count > 0 ? (query[OpField].ToString(), null) : Match(context, api);
        if (op is null)
        {
            return problem!;
        }

        var caller = callers.Of(context.Request.HttpContext, await KeyOfAsync(context));
        var decision = await limiter.CheckAsync(new RateLimitCheck(api, op, caller), context.Aborted);
        var denied = query[DenyField] == "403" ? StatusCodes.Status403Forbidden : StatusCodes.Status429TooManyRequests;
        return decision.Allowed ? new AllowedResult(decision, hasBody: false) : new RefusedResult(decision, denied);
    }

    private (string? Op, IResult? Problem) Match(RequestContext context, string api)
    {
        var http = context.Request.HttpContext;
        var (method, uri) = (ForwardingHeaders.Get(http, ForwardingHeaders.Method).ToString(), ForwardingHeaders.Get(http, ForwardingHeaders.Uri).ToString());
        if (method.Length == 0 || uri.Length == 0)
        {
            return (null, new ProblemResult(Problems.Invalid(FieldErrors.Of(
                OpField, $"must be given, or the proxy must send {ForwardingHeaders.Method} and {ForwardingHeaders.Uri}."))));
        }

        if (book.Current.FindRoutes(api) is not { } routes)
        {
            return (null, new ProblemResult(Problems.NotFound("API")));
        }

        var (path, reason) = GatewayPath.Decode(uri.Split('?', '#')[0]);
        if (path is null)
        {
            return (null, new ProblemResult(RateLimitProblems.AmbiguousPath(reason!)));
        }

        return routes.Find(method, path) is { } operation
            ? (operation.Op, null)
            : (null, new ProblemResult(RateLimitProblems.NoOperation(api)));
    }

    // A proxy authenticates with Authorization and leaves x-api-key to the client whom it asks for.
    private async Task<string?> KeyOfAsync(RequestContext context)
    {
        var presented = context.Request.Headers[GatewayHandler.KeyHeader].ToString();
        return presented.Length > 0 && context.Request.Headers.Authorization.Count > 0
            ? (await keys.AuthenticateAsync(presented, context.Aborted))?.KeyId
            : context.Caller.KeyId;
    }
}
