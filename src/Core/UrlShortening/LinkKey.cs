using System.Buffers;
using System.Collections.Frozen;

namespace Serverless.Core.UrlShortening;

/// <summary>
/// The forms of a short key: eight base62 characters from the pool, or an alias that a user chose, which may look like one
/// from the pool. Whether a key is free, its row alone decides.
/// </summary>
public static class LinkKey
{
    /// <summary>Length of a key from the pool.</summary>
    public const int Length = 8;

    public const int MaxLength = 64;

    /// <summary>What a key that somebody chose matches.</summary>
    public const string Pattern = "^[A-Za-z0-9_-]{1,64}$";

    /// <summary>Base62: digits, upper case, lower case.</summary>
    public const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Base62 = SearchValues.Create(Alphabet);
    private static readonly SearchValues<char> AliasCharacters = SearchValues.Create(Alphabet + "_-");

    /// <summary>Words that stand for something else at the same place, now or in a later version.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        ["about", "admin", "api", "apis", "assets", "console", "docs", "favicon", "gateway", "health", "help", "index", "keys", "links", "login",
         "logout", "messages", "metrics", "openapi", "ratelimit", "robots", "runtime", "sitemap", "static", "status", "swagger", "topics", "well-known"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a link could have this key at all; all others are unknown without asking the store.</summary>
    public static bool IsPossible(string? key) => key is { Length: > 0 and <= MaxLength } && !key.AsSpan().ContainsAnyExcept(AliasCharacters);

    /// <summary>Why the text can't be an alias; null when it can.</summary>
    /// <param name="minLength">From 1: the least characters that its creator may choose.</param>
    public static string? RefuseAlias(string alias, int minLength) => alias switch
    {
        _ when alias.Length < minLength || alias.Length > MaxLength => $"must have {minLength}-{MaxLength} characters.",
        _ when alias.AsSpan().ContainsAnyExcept(AliasCharacters) => "may hold only the characters A-Z, a-z, 0-9, '_' and '-'.",
        _ when Reserved.Contains(alias) => "is a reserved word.",
        _ => null,
    };

    /// <summary>Whether the key has the form of those that the pool issues: once it is free again, the pool may issue it.</summary>
    public static bool IsFromPool(string key) => key.Length == Length && !key.AsSpan().ContainsAnyExcept(Base62);
}
