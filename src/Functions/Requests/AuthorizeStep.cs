using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Requests;

/// <summary>Refuses callers whose key lacks the operation's scope.</summary>
public sealed class AuthorizeStep : IRequestStep
{
    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
    {
        var permission = context.Operation.Permission;
        return permission is null || context.Caller.May(permission)
            ? next(context)
            : Task.FromResult<IResult>(new ProblemResult(Problems.Forbidden(permission)));
    }
}
