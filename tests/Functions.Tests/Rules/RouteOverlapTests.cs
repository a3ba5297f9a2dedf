using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.Rules;

/// <summary>
/// No request may match two functions: the host chooses by name and the worker by precedence, and where they differ the
/// request hangs for 15 seconds and fails.
/// </summary>
public sealed class RouteOverlapTests
{
    /// <summary>Matches the empty path alone; the host handles it before all others.</summary>
    private const string RootPage = "Home";

    [Fact]
    public void No_two_functions_match_the_same_request()
    {
        var functions = FunctionMethods.All.Where(method => FunctionMethods.HttpOf(method) is not null && FunctionMethods.NameOf(method) != RootPage).ToArray();
        var clashes = from first in functions
                      from second in functions
                      where string.CompareOrdinal(FunctionMethods.NameOf(first), FunctionMethods.NameOf(second)) < 0
                          && ShareMethod(FunctionMethods.HttpOf(first)!, FunctionMethods.HttpOf(second)!)
                          && RouteOverlap.Exists(Pattern(first), Pattern(second))
                      select $"{FunctionMethods.NameOf(first)} and {FunctionMethods.NameOf(second)}";
        Assert.Empty(clashes);
    }

    [Fact]
    public void Every_route_of_one_segment_is_a_short_key() => Assert.Equal(
        ["{ignored:maxlength(0)?}", "{key}"],
        FunctionMethods.All.Select(FunctionMethods.HttpOf).Where(http => http is not null && !http.Route!.Contains('/')).Select(http => http!.Route).Order());

    [Fact]
    public void Every_other_route_starts_with_api_or_gateway() => Assert.All(
        FunctionMethods.All.Select(FunctionMethods.HttpOf).Where(http => http?.Route!.Contains('/') == true),
        http => Assert.Matches("^(api|gateway)/", http!.Route));

    [Theory]
    [InlineData("api/links/{key}", "api/links/{id}", true)]
    [InlineData("api/links/{key}", "api/links/batch", true)]
    [InlineData("api/links/{key:length(3)}", "api/links/batch", false)]
    [InlineData("api/links", "api/links/{key}", false)]
    [InlineData("api/links", "api/links/{key?}", true)]
    [InlineData("api/{*rest}", "api/links/x", true)]
    [InlineData("API/links", "api/LINKS", true)]
    [InlineData("api/a", "api/b", false)]
    public void Finds_an_overlap_where_there_is_one(string first, string second, bool overlap)
    {
        Assert.Equal(overlap, RouteOverlap.Exists(RoutePatternFactory.Parse(first), RoutePatternFactory.Parse(second)));
        Assert.Equal(overlap, RouteOverlap.Exists(RoutePatternFactory.Parse(second), RoutePatternFactory.Parse(first)));
    }

    private static bool ShareMethod(HttpTriggerAttribute first, HttpTriggerAttribute second) =>
        (first.Methods ?? second.Methods ?? []).Intersect(second.Methods ?? first.Methods ?? [], StringComparer.OrdinalIgnoreCase).Any();

    private static RoutePattern Pattern(MethodInfo method) => RoutePatternFactory.Parse(FunctionMethods.HttpOf(method)!.Route!);
}
