using Serverless.Core.Naming;
using Serverless.Core.Validation;

namespace Serverless.Core.Access;

/// <summary>What an operator asks of a new key.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>A key that could do nothing, or everything twice, is a mistake.</summary>
    private const int MaxScopes = 50;

    public string? Owner { get; init; }

    public IReadOnlyList<string?>? Scopes { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public FieldErrors Check(DateTimeOffset now)
    {
        var errors = new FieldErrors()
            .Add("owner", ResourceName.IsValid(Owner) ? null : $"must be a name: {ResourceName.Rule}.")
            .Add("expiresAt", ExpiresAt <= now ? "must lie in the future." : null)
            .Add("scopes", Scopes is { Count: > 0 and <= MaxScopes } ? null : $"must be a list of 1-{MaxScopes} scopes.");
        foreach (var scope in Scopes ?? [])
        {
            errors.Add("scopes", Scope.TryParse(scope, out _) ? null : Unknown(scope));
        }

        return errors;
    }

    private static string Unknown(string? scope) =>
        $"'{scope}' is no scope: it is one of {string.Join(", ", ScopeNames.All.Order(StringComparer.Ordinal))}, "
        + "alone or followed by ':' and a resource name or a prefix ending in '*'.";
}
