using System.Diagnostics.CodeAnalysis;

namespace Serverless.Core.Access;

/// <summary>
/// What a key may do: <c>links</c>, or with a resource <c>publish:orders</c>, or with a prefix of one
/// <c>ratelimit.check:payments-*</c>. A scope without resource covers all of them, and <c>admin</c> covers everything.
/// </summary>
public readonly record struct Scope
{
    private const char Separator = ':';
    private const char Wildcard = '*';

    private Scope(string name, string? resource)
    {
        Name = name;
        Resource = resource;
    }

    /// <summary>The permission, one of <see cref="ScopeNames"/>.</summary>
    public string Name { get; }

    /// <summary>The resource, or its prefix followed by <c>*</c>; null for every resource.</summary>
    public string? Resource { get; }

    /// <summary>Reads a scope; false for a name that does not exist, a resource that could name nothing, or one of a permission that knows none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Scope scope)
    {
        scope = default;
        if (text is null)
        {
            return false;
        }

        var separator = text.IndexOf(Separator, StringComparison.Ordinal);
        var name = separator < 0 ? text : text[..separator];
        var resource = separator < 0 ? null : text[(separator + 1)..];
        if (!ScopeNames.All.Contains(name) || !IsResource(resource) || (resource is not null && !ScopeNames.OnResources.Contains(name)))
        {
            return false;
        }

        scope = new Scope(name, resource);
        return true;
    }

    /// <exception cref="FormatException">The text is no scope.</exception>
    public static Scope Parse(string? text) => TryParse(text, out var scope) ? scope : throw new FormatException($"'{text}' is no scope.");

    /// <summary>Whether a holder of this scope may use <paramref name="resource"/> (null: none in particular) under the permission <paramref name="name"/>.</summary>
    public bool Covers(string name, string? resource)
    {
        if (Name == ScopeNames.Admin)
        {
            return true;
        }

        return Name == name && (Resource is null || (resource is not null && Matches(Resource, resource)));
    }

    public override string ToString() => Resource is null ? Name : $"{Name}{Separator}{Resource}";

    private static bool Matches(string pattern, string resource) => pattern.EndsWith(Wildcard)
        ? resource.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : resource == pattern;

    private static bool IsResource(string? resource) =>
        resource is null or [Wildcard] || ResourceName.IsValid(resource.EndsWith(Wildcard) ? resource[..^1] : resource);
}
