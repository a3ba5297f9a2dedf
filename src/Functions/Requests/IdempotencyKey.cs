using Microsoft.AspNetCore.Http;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>Reads the header by which a client says that a request is a repetition.</summary>
public static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    /// <summary>The key of a request; null for none.</summary>
    /// <exception cref="RequestRefusedException">It is no text of 1-255 visible characters.</exception>
    public static string? Of(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return null;
        }

        // The draft writes it as a structured field, in quotes; clients often leave them out.
        var text = values.ToString().Trim();
        var key = text is ['"', .. var inner, '"'] ? inner : text;
        return key.Length is > 0 and <= MaxLength && !key.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? key
            : throw new RequestRefusedException(FieldErrors.Of(Header, $"must have 1-{MaxLength} visible ASCII characters: it is a header of the request."));
    }
}
