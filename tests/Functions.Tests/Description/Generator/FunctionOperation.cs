using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>What the description of an operation takes from its function's trigger.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="HasMethods">Whether the function serves several methods.</param>
internal sealed partial record FunctionOperation(string Function, string Route, bool HasMethods)
{
    /// <summary>The route as OpenAPI writes it, without constraints; empty for the root.</summary>
    public static string PathOf(string route) => Parameter().Replace(route, match => match.Value.Contains('?', StringComparison.Ordinal) ? "" : $"{{{match.Groups["name"]}}}");

    /// <summary>The parameters by name, each with the route up to it and with it.</summary>
    public IEnumerable<(string Name, string RouteUpTo)> Parameters() => Parameter().Matches(Route)
        .Where(match => !match.Value.Contains('?', StringComparison.Ordinal))
        .Select(match => (match.Groups["name"].Value, Route[..(match.Index + match.Length)]));

    /// <summary>Unique among all operations.</summary>
    public string IdOf(string method) =>
        HasMethods && method != HttpMethods.Get ? Function + CultureInfo.InvariantCulture.TextInfo.ToTitleCase(method.ToLowerInvariant()) : Function;

    [GeneratedRegex(@"\{\*?(?<name>\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
