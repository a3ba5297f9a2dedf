using System.Text.Json.Serialization;
using Serverless.Core.RateLimiting.Routing;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>
/// The operations of one API, made for finding the one that a request is: the most exact route first, on it the request's
/// own method, then GET for a HEAD, then any method.
/// </summary>
public sealed class ApiRoutes
{
    private const int None = -1;

    private static readonly RouteMatch LookAlike = new(
        null, RouteMatch.Part.Path, "differs from the route of another operation in case or encoding alone, or in characters that look alike.");

    private readonly (ApiOperation Operation, ApiRoute Route)[] routes;

    public ApiRoutes(ApiDefinition api)
    {
        Api = api;
        routes =
        [
            .. api.Operations
                .Select(operation => (Operation: operation, Route: new ApiRoute(operation.Route)))
                .OrderBy(route => route.Route.Precedence, StringComparer.Ordinal)
                .ThenBy(route => route.Operation.Method switch { ApiOperation.AnyMethod => 2, RequestMethod.Get => 1, _ => 0 }),
        ];
    }

    public ApiDefinition Api { get; }

    /// <summary>The operation of a request; none when the API has none for it, or when servers may read the request as different ones.</summary>
    /// <param name="method">As it is sent on.</param>
    /// <param name="path">Decoded, without a slash at its beginning.</param>
    public RouteMatch Find(string method, string path)
    {
        if (RequestMethod.Meant(method) is { } meant)
        {
            return new(null, RouteMatch.Part.Method, $"must be written {meant}, because its case matters.");
        }

        if (RequestPath.Refuse(path) is { } reason)
        {
            return new(null, RouteMatch.Part.Path, reason);
        }

        // Some servers tell cases apart, some don't, some take look-alikes for letters: all of them have to run the same.
        var found = IndexOf(method, path, StringComparison.OrdinalIgnoreCase);
        if (found == None)
        {
            return default;
        }

        var folded = LookAlikes.Fold(path);
        return IsReadAs(found, IndexOf(method, path, StringComparison.Ordinal, found))
            && (ReferenceEquals(folded, path) || IsReadAs(found, IndexOf(method, folded, StringComparison.OrdinalIgnoreCase)))
                ? new(routes[found].Operation)
                : LookAlike;
    }

    /// <summary>The same of a request that goes on as it stands in its request line, to a server that may not decode it before it looks for a route.</summary>
    /// <param name="target">Its path, perhaps with a query.</param>
    public RouteMatch FindByTarget(string method, string target)
    {
        var raw = target.AsSpan(0, target.AsSpan().IndexOfAny('?', '#') is >= 0 and var end ? end : target.Length).ToString();
        var (path, reason) = RequestPath.Decode(raw);
        if (path is null)
        {
            return new(null, RouteMatch.Part.Path, reason);
        }

        var match = Find(method, path);
        var undecoded = match.Operation is null ? None : IndexOf(method, raw.AsSpan(1), StringComparison.OrdinalIgnoreCase);
        return undecoded == None || routes[undecoded].Operation.Op == match.Operation!.Op ? match : LookAlike;
    }

    private bool IsReadAs(int found, int other) => other == None || routes[found].Operation.Op == routes[other].Operation.Op;

    private int IndexOf(string method, ReadOnlySpan<char> path, StringComparison comparison, int from = 0)
    {
        for (var i = from; i < routes.Length; i++)
        {
            if (IsFor(routes[i].Operation.Method, method) && routes[i].Route.Matches(path, comparison))
            {
                return i;
            }
        }

        return None;
    }

    private static bool IsFor(string wanted, string method) =>
        wanted == method || wanted == ApiOperation.AnyMethod || (wanted == RequestMethod.Get && method == RequestMethod.Head);
}

/// <summary>Names the requests of one method and route of an API; several may share a name, and so its rules.</summary>
/// <param name="Op">The name that rules use; a name, see <see cref="ResourceName"/>.</param>
/// <param name="Method">An HTTP method, or <c>*</c> for any.</param>
/// <param name="Route">A route pattern such as <c>orders/{id}</c> or <c>files/{**path}</c>.</param>
/// <param name="CountWhen">Which answers of the upstream count; null for all. What a request took whose answer does not is given back.</param>
public sealed record ApiOperation(string Op, string Method, string Route, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CountCondition? CountWhen = null)
{
    public const string AnyMethod = "*";
}
