using Microsoft.AspNetCore.Http;
using Serverless.Core.Access;
using Serverless.Core.RateLimiting;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>
/// Applies the application's own limits that need no caller: those by address before anybody is asked who he is, because
/// every key that was made up costs a look into the store, and all of them where no key is read at all.
/// </summary>
public sealed class AddressLimitsStep(OwnLimits limits, ApiKeys keys) : IRequestStep
{
    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
    {
        var rules = limits.RulesOf(context);
        rules = !context.Operation.NeedsKey ? rules : rules?.ByAddress;
        return rules is null || AuthenticateStep.IsFromOperator(context.Request, keys) ? next(context) : CheckAsync(context, rules, next);
    }

    private async Task<IResult> CheckAsync(RequestContext context, OperationRules rules, RequestHandler next)
    {
        var refusal = await limits.RefuseAsync(context, rules, keyId: null, user: null);
        if (refusal is not null && !context.Operation.IsUnlimitedForAdmins)
        {
            return refusal;
        }

        context.KeptRefusal = refusal;
        return await next(context);
    }
}
