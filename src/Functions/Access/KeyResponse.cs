using System.Text.Json.Serialization;
using Serverless.Core.Access;

namespace Serverless.Functions.Access;

/// <summary>An API key as it is answered.</summary>
/// <param name="Key">The secret, shown once when the key is made.</param>
public sealed record KeyResponse(
    string Id,
    string Owner,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null)
{
    public static KeyResponse Of(ApiKey key, string? secret = null) =>
        new(key.Id, key.Owner, [.. key.Scopes.Select(scope => scope.ToString())], key.CreatedAt, key.ExpiresAt, secret);
}
