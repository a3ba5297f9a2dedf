using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Serverless.Functions.Requests;

/// <summary>Which bodies are read as JSON: those that say so, those that say nothing, and those that say what curl says unless it is told otherwise.</summary>
public static class ContentTypes
{
    private const string Json = "application/json";
    private const string JsonSuffix = "json";
    private const string Curl = "application/x-www-form-urlencoded";
    private const string Utf8 = "utf-8";

    /// <exception cref="RequestRefusedException">The body says that it is something else (415).</exception>
    public static void RequireJson(HttpRequest request)
    {
        if (!IsJson(request.ContentType))
        {
            throw new RequestRefusedException(Problems.UnsupportedMediaType(request.ContentType!));
        }
    }

    /// <summary>Whether a charset is UTF-8, or none is named.</summary>
    public static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals(Utf8, StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(string? contentType) => contentType switch
    {
        null or "" or Json or Json + "; charset=utf-8" => true,
        _ => MediaTypeHeaderValue.TryParse(contentType, out var type) && IsUtf8(type) && IsJson(type),
    };

    private static bool IsJson(MediaTypeHeaderValue type) =>
        Is(type.MediaType, Json) || Is(type.MediaType, Curl) || (type.Suffix.HasValue && Is(type.Suffix, JsonSuffix));

    private static bool Is(StringSegment text, string other) => text.Equals(other, StringComparison.OrdinalIgnoreCase);
}
