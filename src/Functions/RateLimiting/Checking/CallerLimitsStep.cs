using Microsoft.AspNetCore.Http;
using Serverless.Core.RateLimiting;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>Applies the application's own limits that count by who asks.</summary>
public sealed class CallerLimitsStep(OwnLimits limits) : IRequestStep
{
    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
    {
        if (!context.Operation.NeedsKey || (context.Operation.IsUnlimitedForAdmins && context.Caller.IsAdmin))
        {
            return next(context);
        }

        if (context.KeptRefusal is { } refusal)
        {
            return Task.FromResult(refusal);
        }

        return limits.RulesOf(context)?.ByCaller is { } rules ? CheckAsync(context, rules, next) : next(context);
    }

    private async Task<IResult> CheckAsync(RequestContext context, OperationRules rules, RequestHandler next) =>
        await limits.RefuseAsync(context, rules, context.Caller.KeyId, context.Caller.Owner) is { } refusal ? refusal : await next(context);
}
