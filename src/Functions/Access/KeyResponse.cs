using System.Text.Json.Serialization;
using Serverless.Core.Access;

namespace Serverless.Functions.Access;

/// <summary>An API key as it is answered.</summary>
/// <param name="LastUsedOn">The day (UTC) of its last use that is known; null for none.</param>
/// <param name="PreviousUntil">So long its earlier secret is taken too, after a rotation; else null.</param>
/// <param name="Key">The secret, shown once when the key is made or rotated.</param>
public sealed record KeyResponse(
    string Id,
    string Owner,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateOnly? LastUsedOn,
    DateTimeOffset? PreviousUntil,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null)
{
    public static KeyResponse Of(ApiKey key, DateTimeOffset now, string? secret = null) => new(
        key.Id,
        key.Owner,
        [.. key.Scopes.Select(scope => scope.ToString())],
        key.CreatedAt,
        key.ExpiresAt,
        key.LastUsedOn,
        now < key.PreviousUntil ? key.PreviousUntil : null,
        secret);
}
