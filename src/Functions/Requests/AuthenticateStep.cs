using Microsoft.AspNetCore.Http;
using Serverless.Core.Access;

namespace Serverless.Functions.Requests;

/// <summary>Finds out who asks, from the API key in the request.</summary>
public sealed class AuthenticateStep(ApiKeys keys) : IRequestStep
{
    private const string Scheme = "Bearer ";
    private const string KeyHeader = "x-api-key";
    private const int MaxKeyLength = 512;

    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next) =>
        context.Operation.Permission is null ? next(context) : AuthenticateAsync(context, next);

    private async Task<IResult> AuthenticateAsync(RequestContext context, RequestHandler next)
    {
        if (PresentedKey(context.Request) is not { Length: > 0 and <= MaxKeyLength } secret
            || await keys.AuthenticateAsync(secret, context.Aborted) is not { } caller)
        {
            return new ProblemResult(Problems.Unauthenticated());
        }

        context.Caller = caller;
        return await next(context);
    }

    private static string? PresentedKey(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : request.Headers[KeyHeader].ToString();
    }
}
