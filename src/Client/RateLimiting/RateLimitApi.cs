using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>An API with its operations, for the gateway and for proxies that ask.</summary>
public sealed record RateLimitApi
{
    /// <summary>The API's name, 1-100 of <c>[A-Za-z0-9._-]</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Names this state of it, for <see cref="WriteCondition.Has"/>; null where it came in a list.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>Where the gateway forwards to; null for an API that is only checked.</summary>
    public string? Upstream { get; init; }

    /// <summary>How requests become operations; null for none.</summary>
    public IReadOnlyList<RateLimitOperation>? Operations { get; init; }

    /// <summary>Whether the gateway demands an API key of ours; null for false.</summary>
    public bool? RequireKey { get; init; }

    /// <summary>Whether browsers may show its answers as documents of the gateway's origin, with their scripts; null for false. Only where the console has an origin of its own.</summary>
    public bool? Documents { get; init; }
}

/// <summary>Which answers of an upstream count; what a request took whose answer does not is given back.</summary>
/// <param name="Status">Status codes such as <c>&lt;500</c> or <c>200-299,404</c>.</param>
public sealed record RateLimitCountCondition(string Status);

/// <summary>Which requests are an operation.</summary>
/// <param name="Op">The operation's name.</param>
/// <param name="Method">An HTTP method, or <c>*</c>.</param>
/// <param name="Route">A route pattern such as <c>orders/{id}</c>.</param>
public sealed record RateLimitOperation(string Op, string Method, string Route)
{
    /// <summary>Which answers of the upstream count, where the gateway forwards; null for all.</summary>
    public RateLimitCountCondition? CountWhen { get; init; }
}
