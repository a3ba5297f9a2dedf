using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Functions.Tests.Rules;

/// <summary>Decides whether some path matches two route patterns; each of their segments has one part.</summary>
internal static class RouteOverlap
{
    private static readonly ParameterPolicyFactory Policies =
        new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider().GetRequiredService<ParameterPolicyFactory>();

    public static bool Exists(RoutePattern first, RoutePattern second)
    {
        for (var i = 0; ; i++)
        {
            var (left, right) = (Segment(first, i), Segment(second, i));
            if (left is null || right is null)
            {
                return CanEnd(left) && CanEnd(right);
            }

            if (IsCatchAll(left) || IsCatchAll(right))
            {
                return true;
            }

            if (!CanBeEqual(left, right))
            {
                return false;
            }
        }
    }

    private static RoutePatternPart? Segment(RoutePattern pattern, int index) =>
        index < pattern.PathSegments.Count ? pattern.PathSegments[index].Parts.Single() : null;

    private static bool IsCatchAll(RoutePatternPart part) => part is RoutePatternParameterPart { IsCatchAll: true };

    private static bool CanEnd(RoutePatternPart? part) =>
        part is null or RoutePatternParameterPart { IsOptional: true } or RoutePatternParameterPart { IsCatchAll: true };

    // Two parameters are taken to overlap: whether some text meets both constraints can't be decided in general.
    private static bool CanBeEqual(RoutePatternPart left, RoutePatternPart right) => (left, right) switch
    {
        (RoutePatternLiteralPart a, RoutePatternLiteralPart b) => string.Equals(a.Content, b.Content, StringComparison.OrdinalIgnoreCase),
        (RoutePatternParameterPart parameter, RoutePatternLiteralPart literal) => Accepts(parameter, literal.Content),
        (RoutePatternLiteralPart literal, RoutePatternParameterPart parameter) => Accepts(parameter, literal.Content),
        _ => true,
    };

    private static bool Accepts(RoutePatternParameterPart parameter, string value) => parameter.ParameterPolicies
        .Select(reference => Policies.Create(parameter, reference))
        .OfType<IRouteConstraint>()
        .All(constraint => constraint.Match(
            null, null, parameter.Name, new RouteValueDictionary { [parameter.Name] = value }, RouteDirection.IncomingRequest));
}
