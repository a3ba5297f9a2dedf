using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.Access;

/// <summary>An API key to make.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>A key that could do nothing, or everything twice, is a mistake.</summary>
    private const int MaxScopes = 50;

    /// <summary>Whose key it is: what it makes belongs to this owner.</summary>
    [Required]
    [RegularExpression(ResourceName.Pattern)]
    public string? Owner { get; init; }

    /// <summary>What the key may do: names of scopes, each alone or followed by <c>:</c> and a resource, or a prefix that ends in <c>*</c>.</summary>
    [Required]
    [Length(1, MaxScopes)]
    public IReadOnlyList<string?>? Scopes { get; init; }

    /// <summary>When the key ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public FieldErrors Check(DateTimeOffset now)
    {
        var errors = new FieldErrors()
            .Add("owner", ResourceName.Refuse(Owner))
            .Add("expiresAt", ExpiresAt <= now ? "must lie in the future." : null)
            .Add("scopes", Scopes is { Count: > 0 and <= MaxScopes } ? null : $"must be a list of 1-{MaxScopes} scopes.");
        foreach (var scope in Scopes ?? [])
        {
            errors.Add("scopes", Scope.TryParse(scope, out _) ? null : Unknown(scope));
        }

        return errors;
    }

    /// <summary>Whether a key is such as this request asks for.</summary>
    public bool Asks(ApiKey key) =>
        Owner == key.Owner
        && ExpiresAt?.ToMilliseconds() == key.ExpiresAt
        && Scopes!.ToHashSet(StringComparer.Ordinal).SetEquals(key.Scopes.Select(scope => scope.ToString()));

    private static string Unknown(string? scope) =>
        $"'{scope}' is no scope: it is one of {string.Join(", ", ScopeNames.All.Order(StringComparer.Ordinal))}; "
        + $"{string.Join(", ", ScopeNames.OnResources.Order(StringComparer.Ordinal))} may be followed by ':' and a resource name or a prefix ending in '*'.";
}
