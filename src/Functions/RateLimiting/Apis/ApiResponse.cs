using System.Text.Json.Serialization;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Functions.RateLimiting.Apis;

/// <summary>An API as it is answered, and as it may be put back.</summary>
public sealed record ApiResponse(
    string Name,
    string? Upstream,
    IReadOnlyList<ApiOperation> Operations,
    bool RequireKey,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Documents = false)
{
    public static ApiResponse Of(ApiDefinition api) => new(api.Name, api.Upstream?.AbsoluteUri, api.Operations, api.RequireKey, api.Documents);
}
