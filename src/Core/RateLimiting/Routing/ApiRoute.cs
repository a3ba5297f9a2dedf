using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Serverless.Core.RateLimiting.Routing;

/// <summary>
/// A route pattern of an operation: ASP.NET Core's, without constraints, defaults and optional segments, so that what it
/// matches can be read off it. A slash at the end of a path makes no difference.
/// </summary>
public sealed class ApiRoute
{
    public const int MaxLength = 120;

    private static readonly SearchValues<char> Literal =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()+,;=:@");

    // A literal's text, null for a parameter.
    private readonly string?[] segments;
    private readonly bool hasCatchAll;

    /// <param name="route">One that <see cref="Refuse"/> finds nothing wrong with.</param>
    public ApiRoute(string route)
    {
        var parts = RoutePatternFactory.Parse(route).PathSegments.Select(segment => segment.Parts[0]).ToArray();
        hasCatchAll = parts is [.., RoutePatternParameterPart { IsCatchAll: true }];
        segments = [.. parts.SkipLast(hasCatchAll ? 1 : 0).Select(part => (part as RoutePatternLiteralPart)?.Content)];
        Precedence = string.Concat(segments.Select(segment => segment is null ? '2' : '1')) + (hasCatchAll ? '3' : "");
    }

    /// <summary>Orders routes as ASP.NET Core does: the first that matches in ordinal order is the most exact one.</summary>
    public string Precedence { get; }

    /// <summary>What is wrong with a pattern; null when it can be used.</summary>
    public static string? Refuse(string? route)
    {
        if (route is null || route.Length > MaxLength)
        {
            return string.Create(CultureInfo.InvariantCulture, $"must be a route such as orders/{{id}}, of at most {MaxLength} characters.");
        }

        RoutePattern pattern;
        try
        {
            pattern = RoutePatternFactory.Parse(route);
        }
        catch (RoutePatternException exception)
        {
            return $"is no route: {exception.Message}";
        }
        catch (InvalidOperationException)
        {
            return "must have at most 28 segments.";
        }

        return route.StartsWith('/') || route.StartsWith('~')
            ? "must not begin with // or a tilde: it is matched against what follows the API's name."
            : pattern.PathSegments.Select(RefuseSegment).FirstOrDefault(reason => reason is not null);
    }

    /// <summary>Why no request that is forwarded can match the pattern, to continue "The route"; null when some can.</summary>
    public string? RefuseLiterals() => segments.Select(segment => segment is null ? null : RequestPath.Refuse(segment)).FirstOrDefault(reason => reason is not null);

    /// <summary>The pattern without its parameters' names and the case of its texts, by which two patterns that match the same are told.</summary>
    public string Shape => string.Join('/', segments.Select(segment => segment?.ToUpperInvariant() ?? "{}")) + (hasCatchAll ? "/{*}" : "");

    /// <summary>Whether a path matches.</summary>
    /// <param name="path">Decoded, without a slash at its beginning.</param>
    public bool Matches(ReadOnlySpan<char> path, StringComparison comparison)
    {
        var rest = path is [.., '/'] ? path[..^1] : path;
        var isOver = rest.IsEmpty;
        foreach (var segment in segments)
        {
            var end = rest.IndexOf('/');
            var text = end < 0 ? rest : rest[..end];
            if (isOver || text.IsEmpty || (segment is not null && !text.Equals(segment, comparison)))
            {
                return false;
            }

            isOver = end < 0;
            rest = isOver ? [] : rest[(end + 1)..];
        }

        return hasCatchAll || isOver;
    }

    private static string? RefuseSegment(RoutePatternPathSegment segment) => segment.Parts switch
    {
        [RoutePatternLiteralPart { Content: "." or ".." }] => "must not have the segments . and .., which no request is forwarded with.",
        [RoutePatternLiteralPart literal] when !literal.Content.AsSpan().ContainsAnyExcept(Literal) => null,
        [RoutePatternLiteralPart] => "must have letters, digits and -._~!$&'()+,;=:@ in its segments, not percent-encoded.",
        [RoutePatternParameterPart { IsOptional: false, Default: null, ParameterPolicies.Count: 0 }] => null,
        [RoutePatternParameterPart] => "must have plain parameters such as {id} or {*rest}: no constraint, no default, not optional.",
        _ => "must have segments that are a text or a parameter as a whole.",
    };
}
