using Microsoft.AspNetCore.Http;
using Serverless.Core.Access;
using Serverless.Core.Storage;

namespace Serverless.Functions.Requests;

/// <summary>Finds out who asks, from the API key in the request.</summary>
public sealed class AuthenticateStep(ApiKeys keys) : IRequestStep
{
    private const string Scheme = "Bearer ";
    private const string KeyHeader = "x-api-key";
    private const int MaxKeyLength = 512;

    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
    {
        if (!context.Operation.NeedsKey)
        {
            return next(context);
        }

        if (PresentedKey(context.Request) is not { Length: > 0 and <= MaxKeyLength } secret)
        {
            return Task.FromResult<IResult>(Refuse());
        }

        // A key that is in memory, as nearly every one is, takes no wait and no cancellation.
        return keys.Find(secret) is { } known ? EnterAsync(context, next, known) : AuthenticateAsync(context, next, secret);
    }

    private async Task<IResult> AuthenticateAsync(RequestContext context, RequestHandler next, string secret) =>
        await keys.AuthenticateAsync(secret, context.Aborted) is { } caller ? await EnterAsync(context, next, caller) : Refuse();

    private static Task<IResult> EnterAsync(RequestContext context, RequestHandler next, Caller caller)
    {
        context.Caller = caller;
        return next(context);
    }

    private static ProblemResult Refuse() => new ProblemResult(Problems.Unauthenticated());

    /// <summary>Who sends a request that is let in without a key too; null for whom no key says. Where the store of keys does not answer, only the operator is known.</summary>
    public static async Task<Caller?> FindCallerAsync(RequestContext context, ApiKeys keys)
    {
        if (PresentedKey(context.Request) is not { Length: > 0 and <= MaxKeyLength } secret)
        {
            return null;
        }

        try
        {
            return keys.Find(secret) ?? await keys.AuthenticateAsync(secret, context.Aborted);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Whether the request carries the key from configuration, which is compared in memory.</summary>
    public static bool IsFromOperator(HttpRequest request, ApiKeys keys) =>
        PresentedKey(request) is { Length: > 0 and <= MaxKeyLength } secret && keys.IsOperator(secret);

    private static string? PresentedKey(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : request.Headers[KeyHeader].ToString();
    }
}
