using Microsoft.AspNetCore.Http;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>Reads a query parameter that is true or false.</summary>
public static class QueryFlag
{
    /// <summary>False when the parameter is missing.</summary>
    /// <exception cref="RequestRefusedException">It is neither.</exception>
    public static bool Read(HttpRequest request, string name)
    {
        // Most requests have no query, and reading one makes what holds it.
        if (!request.QueryString.HasValue)
        {
            return false;
        }

        var text = request.Query[name];
        return text.Count != 0 && (bool.TryParse(text.ToString(), out var value)
            ? value
            : throw new RequestRefusedException(FieldErrors.Of(name, "must be true or false.")));
    }
}
