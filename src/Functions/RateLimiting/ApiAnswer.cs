using Serverless.Core.RateLimiting;

namespace Serverless.Functions.RateLimiting;

/// <summary>An API as it is answered, and as it may be put back.</summary>
public sealed record ApiAnswer(string Name, string? Upstream, IReadOnlyList<ApiOperation> Operations, bool RequireKey)
{
    public static ApiAnswer Of(ApiDefinition api) => new(api.Name, api.Upstream?.AbsoluteUri, api.Operations, api.RequireKey);
}
