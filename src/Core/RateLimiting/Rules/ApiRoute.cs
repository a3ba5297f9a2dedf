using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>
/// The route patterns that operations may have: ASP.NET Core's, without constraints, defaults and optional segments, so
/// that what a pattern matches can be read off it.
/// </summary>
public static class ApiRoute
{
    public const int MaxLength = 120;

    private static readonly SearchValues<char> Literal =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()+,;=:@");

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

        return route.StartsWith('/') || route.StartsWith('~')
            ? "must not begin with // or a tilde: it is matched against what follows the API's name."
            : pattern.PathSegments.Select(RefuseSegment).FirstOrDefault(reason => reason is not null);
    }

    /// <summary>The pattern without its parameters' names, by which two patterns that match the same are told.</summary>
    public static string Shape(string route) => string.Join('/', RoutePatternFactory.Parse(route).PathSegments.Select(segment => segment.Parts[0] switch
    {
        RoutePatternParameterPart { IsCatchAll: true } => "{*}",
        RoutePatternParameterPart => "{}",
        // As routes match: without case.
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        _ => "",
    }));

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
