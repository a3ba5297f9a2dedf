using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Requests;

/// <summary>Refuses callers whose key lacks the operation's scope, for the resource if the route names one.</summary>
public sealed class AuthorizeStep : IRequestStep
{
    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
    {
        var operation = context.Operation;
        return operation.Permission is null || MayEnter(context, operation.Permission)
            ? next(context)
            : Task.FromResult<IResult>(new ProblemResult(Problems.Forbidden(operation.Permission, operation.Resource)));
    }

    private static bool MayEnter(RequestContext context, string permission) => context.Operation.IsOnResourcesInBody
        ? context.Caller.MayForSome(permission)
        : context.Caller.May(permission, context.Operation.Resource);
}
