using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serverless.Core.Auditing;
using Serverless.Core.Storage;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Auditing;

/// <summary>
/// Records who changes what: the intent before the function changes anything, and then how it ended. A change that can't be
/// recorded is not made. Nothing but the operation says that there is something to record: no function and no editor knows of it.
/// </summary>
public sealed partial class AuditStep(AuditTrail trail, IResourceOwners owners, ILogger<AuditStep> logger) : IRequestStep
{
    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next) =>
        context.Operation.Audited is { } change ? RecordAsync(context, change, next) : next(context);

    private async Task<IResult> RecordAsync(RequestContext context, AuditedChange change, RequestHandler next)
    {
        var name = change.Resource.NameIn(context.Request);
        if (change.Resource.IsOwned && !await IsOfAnotherAsync(name, context))
        {
            return await next(context);
        }

        var intent = await BeginAsync(context, change, name);
        IResult result;
        try
        {
            result = await next(context);
        }
        catch (Exception exception)
        {
            await trail.EndAsync(intent, FaultResponses.StatusOf(exception, context.Aborted));
            throw;
        }

        await trail.EndAsync(
            intent with { Name = intent.Name ?? (result as ICreatedResult)?.Name },
            (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK);
        return result;
    }

    private async Task<AuditRecord> BeginAsync(RequestContext context, AuditedChange change, string? name)
    {
        var caller = context.Caller;
        try
        {
            return await trail.BeginAsync(caller.KeyId, caller.Owner, change.Action, change.Resource.Kind, name, RequestIdOf(context), context.Aborted);
        }
        catch (StoreUnavailableException exception)
        {
            LogRefused(logger, context.Operation.Name, exception);
            throw new RequestRefusedException(Problems.Unrecorded());
        }
    }

    // Who is no admin is refused what belongs to others, and changes nothing.
    private async ValueTask<bool> IsOfAnotherAsync(string? name, RequestContext context) =>
        context.Caller.IsAdmin && name is not null && await owners.FindOwnerAsync(name, context.Aborted) is { } owner && owner != context.Caller.Owner;

    // What the answer will be told apart by, or else what the caller tells the request apart by.
    private static string? RequestIdOf(RequestContext context)
    {
        const string Header = "x-request-id";
        var http = context.Request.HttpContext;
        return http.Response.Headers[Header].FirstOrDefault() ?? http.Request.Headers[Header].FirstOrDefault();
    }

    [LoggerMessage(LogLevel.Warning, "{Operation} was refused with 503: the change could not be recorded, so it was not made.")]
    private static partial void LogRefused(ILogger logger, string operation, Exception exception);
}
