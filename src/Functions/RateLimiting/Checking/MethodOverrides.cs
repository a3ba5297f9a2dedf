using Microsoft.AspNetCore.Http;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>Headers by which a request asks some servers to take another method for its own.</summary>
internal static class MethodOverrides
{
    private static readonly string[] Names =
        ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X_HTTP_Method_Override", "X_HTTP_Method", "X_Method_Override"];

    /// <summary>The match, unless such a header makes another operation of the request: then nobody knows which one is run.</summary>
    /// <param name="find">Finds the operation of the same request with another method.</param>
    public static RouteMatch Hold(IHeaderDictionary headers, RouteMatch match, Func<string, RouteMatch> find)
    {
        if (match.Operation is not { } operation)
        {
            return match;
        }

        foreach (var name in Names)
        {
            if (headers.TryGetValue(name, out var methods) && methods.SelectMany(method => method?.Split(',') ?? []).Any(method => find(method.Trim().ToUpperInvariant()).Operation?.Op != operation.Op))
            {
                return new(null, RouteMatch.Part.Method, $"is another operation than the one that {name} asks for: send that method itself.");
            }
        }

        return match;
    }
}
