using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>The operations of one API, made for finding the one that a request is: by precedence as in ASP.NET Core, an exact method before any.</summary>
public sealed class ApiRoutes
{
    private const string Get = "GET";
    private const string Head = "HEAD";

    private readonly (ApiOperation Operation, TemplateMatcher Matcher)[] routes;

    public ApiRoutes(ApiDefinition api)
    {
        Api = api;
        routes =
        [
            .. api.Operations
                .Select(operation => (Operation: operation, Template: TemplateParser.Parse(operation.Route)))
                .OrderBy(route => RoutePrecedence.ComputeInbound(route.Template))
                .ThenBy(route => route.Operation.Method == ApiOperation.AnyMethod)
                .Select(route => (route.Operation, new TemplateMatcher(route.Template, []))),
        ];
    }

    public ApiDefinition Api { get; }

    /// <summary>The operation of a request; null when the API has none for it. A HEAD that has none of its own is its GET.</summary>
    /// <param name="path">Decoded, without a slash at its beginning.</param>
    public ApiOperation? Find(string method, string path)
    {
        var full = new PathString("/" + path);
        return FindExactly(method, full) ?? (method == Head ? FindExactly(Get, full) : null);
    }

    private ApiOperation? FindExactly(string method, PathString path)
    {
        var values = new RouteValueDictionary();
        foreach (var (operation, matcher) in routes)
        {
            if ((operation.Method == ApiOperation.AnyMethod || operation.Method == method) && matcher.TryMatch(path, values))
            {
                return operation;
            }
        }

        return null;
    }
}
