using System.Text;

namespace Serverless.Core.RateLimiting.Callers;

/// <summary>What is known of a caller: the plan, by which rules tell callers apart.</summary>
public sealed record CallerRecord
{
    /// <summary>By what the caller is known: user, apiKey or ip.</summary>
    public required IdentityKind Kind { get; init; }

    /// <summary>The user's name, the key's id, or a network such as <c>203.0.113.0/24</c>.</summary>
    public required string Id { get; init; }

    /// <summary>A name, see <see cref="ResourceName"/>.</summary>
    public required string Plan { get; init; }

    /// <summary>For those who read it; null for none.</summary>
    public string? Note { get; init; }

    /// <inheritdoc cref="RateLimitRule.Revision"/>
    public required string Revision { get; init; }

    /// <summary>What stores know the record by: a text that every store can have as a key, in the order of kinds and then of ids.</summary>
    public string Name => NameOf(Kind, Id);

    /// <inheritdoc cref="Name"/>
    public static string NameOf(IdentityKind kind, string id) => $"{EnumNames.Of(kind)}.{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(id))}";
}
