using System.Collections.Frozen;
using Serverless.Core;

namespace Serverless.Functions.Description;

/// <summary>What the parameters in routes mean, by the end of the route up to them.</summary>
public static class PathParameters
{
    private static readonly FrozenDictionary<string, (string Description, string Example, string? Pattern)> All = new Dictionary<string, (string, string, string?)>
    {
        ["{key}"] = ("Key of a short link.", "spring-sale", null),
        ["assets/{file}"] = ("Name of a part of the console, as its page has it.", "app-0123abcd.js", null),
        ["links/{key}"] = ("Key of a link: upper and lower case differ.", "spring-sale", null),
        ["keys/{id}"] = ("Id of an API key, as it was answered.", "9dDnYcAVTdq3", null),
        ["rules/{id}"] = ("Name of a rule.", "shop-orders", ResourceName.Pattern),
        ["apis/{name}"] = ("Name of an API.", "shop", ResourceName.Pattern),
        ["callers/{kind}"] = ("By what the caller is known: user, apiKey or ip.", "user", "^(user|apiKey|ip)$"),
        ["{kind}/{*id}"] = ("The user's name, the key's id, an address, or a network such as 203.0.113.0/24.", "ann", null),
        ["gateway/{api}"] = ("Name of an API.", "shop", ResourceName.Pattern),
        ["{api}/{*path}"] = ("Path of the request to the API, with any number of segments.", "orders", null),
        ["topics/{topic}"] = ("Name of a topic.", "orders", ResourceName.Pattern),
        ["scheduled/{id}"] = ("Id of a delayed message, as publishing answered.", "reminder-17", null),
        ["subscriptions/{name}"] = ("Name of a subscription.", "mail", ResourceName.Pattern),
    }.ToFrozenDictionary();

    /// <param name="route">The route up to the parameter and with it, such as <c>api/links/{key}</c>.</param>
    /// <exception cref="InvalidOperationException">The parameter is not described.</exception>
    public static (string Description, string Example, string? Pattern) Of(string route)
    {
        var end = string.Join('/', route.Split('/').TakeLast(2));
        return All.TryGetValue(end, out var found) ? found : throw new InvalidOperationException($"'{end}' is not described: add it to {nameof(PathParameters)}.");
    }
}
