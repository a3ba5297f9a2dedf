using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Serverless.Functions.UrlShortening.Following;

/// <summary>What a visitor would like to read: a page, data, or whatever there is.</summary>
internal readonly record struct VisitorPreference(bool Html, bool Json)
{
    private static readonly string[] Pages = ["text/html", "application/xhtml+xml"];
    private static readonly string[] Data = ["application/problem+json", "application/json"];

    /// <summary>
    /// Reads an <c>Accept</c> header (RFC 9110, section 12.5.1). Only types that it names count: <c>*/*</c> is no wish. Of two
    /// that are wished for alike the first one is.
    /// </summary>
    public static VisitorPreference Of(StringValues accept)
    {
        var wishes = MediaTypeHeaderValue.TryParseList(accept, out var named) ? named : [];
        var wish = wishes.Where(type => type.Quality is null or > 0 && (IsOneOf(Pages, type) || IsOneOf(Data, type))).MaxBy(type => type.Quality ?? 1);
        return wish is null ? default : IsOneOf(Pages, wish) ? new(Html: true, Json: false) : new(Html: false, Json: true);
    }

    private static bool IsOneOf(string[] types, MediaTypeHeaderValue wish) => types.Contains(wish.MediaType.Value, StringComparer.OrdinalIgnoreCase);
}
