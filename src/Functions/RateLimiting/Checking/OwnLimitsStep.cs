using Microsoft.AspNetCore.Http;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>
/// Limits the application itself, by ordinary rules on the API <see cref="OwnApi"/> whose operations are the names of
/// <see cref="Operation"/>. Where there is no such rule, nothing is allocated or waited for.
/// </summary>
public sealed class OwnLimitsStep(RuleBook book, RuleRefresher refresher, RateLimiter limiter, RequestCaller callers) : IRequestStep
{
    public const string OwnApi = "serverless";

    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
    {
        refresher.StartIfDue();
        return book.Current.FindRules(OwnApi, context.Operation.Name) is null || IsMendingRules(context) ? next(context) : CheckAsync(context, next);
    }

    private async Task<IResult> CheckAsync(RequestContext context, RequestHandler next)
    {
        var decision = await limiter.CheckAsync(new RateLimitCheck(OwnApi, context.Operation.Name, CallerOf(context)), context.Aborted);
        if (!decision.Allowed)
        {
            return new RefusedResult(decision);
        }

        // What is answered about limits of others' APIs is written over this.
        RateLimitHeaders.Write(context.Request.HttpContext.Response.Headers, decision);
        return await next(context);
    }

    // A rule that locks everybody out must not keep out who can mend it.
    private static bool IsMendingRules(RequestContext context) =>
        context.Operation.Name.StartsWith(RateLimitOperations.Rules, StringComparison.Ordinal) && context.Caller.IsAdmin;

    private RateLimitCaller CallerOf(RequestContext context)
    {
        var caller = context.Operation.Permission is null ? null : context.Caller;
        var request = callers.Of(context.Request.HttpContext, caller?.KeyId);
        return caller is null ? request : request with { User = caller.Owner };
    }
}
