using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>
/// Limits the application itself, by ordinary rules on the API <see cref="Api"/> whose operations are the names of
/// <see cref="Operation"/>. Where there is no such rule, nothing is allocated or waited for.
/// </summary>
public sealed class OwnLimits(RuleBook book, RuleRefresher refresher, RateLimiter limiter, RequestCaller callers)
{
    public const string Api = "serverless";

    /// <summary>The rules of an operation; null where there is none.</summary>
    public OperationRules? RulesOf(RequestContext context)
    {
        refresher.StartIfDue();
        return book.Current.FindRules(Api, context.Operation.Name);
    }

    /// <summary>Takes a permit, and writes the limits into the answer beside those that are there.</summary>
    /// <returns>The answer to a request that is over its limits; null when it may go on.</returns>
    public async Task<RefusedResult?> RefuseAsync(RequestContext context, OperationRules rules, string? keyId, string? user)
    {
        var caller = callers.Of(context.Request.HttpContext, keyId);
        var check = new RateLimitCheck(Api, context.Operation.Name, user is null ? caller : caller with { User = user });
        var decision = await limiter.CheckAsync(rules, check, context.Aborted);
        if (!decision.Allowed)
        {
            return new RefusedResult(decision);
        }

        // What is answered about limits of others' APIs is written over this.
        RateLimitHeaders.Append(context.Request.HttpContext.Response.Headers, decision);
        return null;
    }
}
