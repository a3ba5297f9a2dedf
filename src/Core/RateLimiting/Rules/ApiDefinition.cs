namespace Serverless.Core.RateLimiting.Rules;

/// <summary>An API that is limited: where it is, and what can be done with it.</summary>
public sealed record ApiDefinition
{
    /// <summary>A name, see <see cref="ResourceName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Base address that the gateway forwards to; null for an API that is only checked.</summary>
    public Uri? Upstream { get; init; }

    public required IReadOnlyList<ApiOperation> Operations { get; init; }

    /// <summary>Whether the gateway asks for one of our API keys, in <c>x-api-key</c>.</summary>
    public bool RequireKey { get; init; }

    /// <summary>Whether browsers may show its answers as documents of the gateway's origin; only where the console has another one.</summary>
    public bool Documents { get; init; }

    /// <inheritdoc cref="RateLimitRule.Revision"/>
    public required string Revision { get; init; }

    /// <summary>Whether an address is that of the upstream, however it is written.</summary>
    public bool ForwardsTo(string address) =>
        Upstream is not null && Uri.TryCreate(address, UriKind.Absolute, out var named) && named.AbsoluteUri.TrimEnd('/') == Upstream.AbsoluteUri.TrimEnd('/');

    /// <summary>The same, with what only the operator sets as another state of the API has it; where there is none, not forwarded and not shown.</summary>
    public ApiDefinition KeepingForwarding(ApiDefinition? replaced) =>
        this with { Upstream = replaced?.Upstream, RequireKey = replaced?.RequireKey ?? RequireKey, Documents = replaced?.Documents ?? false };
}
