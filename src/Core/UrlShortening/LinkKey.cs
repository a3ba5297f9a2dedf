using System.Buffers;
using System.Collections.Frozen;

namespace Serverless.Core.UrlShortening;

/// <summary>The forms of a short key: eight base62 characters from the pool, or an alias that a user chose.</summary>
public static class LinkKey
{
    /// <summary>Length of a key from the pool.</summary>
    public const int Length = 8;

    public const int MinAliasLength = 4;
    public const int MaxAliasLength = 32;

    /// <summary>What an alias matches.</summary>
    public const string AliasPattern = "^[A-Za-z0-9_-]{4,32}$";

    /// <summary>Base62: digits, upper case, lower case.</summary>
    public const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Base62 = SearchValues.Create(Alphabet);
    private static readonly SearchValues<char> AliasCharacters = SearchValues.Create(Alphabet + "_-");

    /// <summary>Words that stand for something else at the same place, now or in a later version.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        ["about", "admin", "apis", "assets", "console", "docs", "favicon", "gateway", "health", "help", "index", "keys", "links", "login",
         "logout", "messages", "metrics", "openapi", "ratelimit", "robots", "runtime", "sitemap", "static", "status", "swagger", "topics", "well-known"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a link could have this key at all; all others are unknown without asking the store.</summary>
    public static bool IsPossible(string? key) =>
        key is { Length: >= MinAliasLength and <= MaxAliasLength } && !key.AsSpan().ContainsAnyExcept(AliasCharacters);

    /// <summary>Why the text can't be an alias; null when it can.</summary>
    public static string? RefuseAlias(string alias) => alias switch
    {
        { Length: < MinAliasLength or > MaxAliasLength } => $"must have {MinAliasLength}-{MaxAliasLength} characters.",
        _ when alias.AsSpan().ContainsAnyExcept(AliasCharacters) => "may hold only the characters A-Z, a-z, 0-9, '_' and '-'.",
        _ when IsFromPool(alias) => $"must not be {Length} letters and digits: such keys are drawn at random. Add a '-', or another character.",
        _ when Reserved.Contains(alias) => "is a reserved word.",
        _ => null,
    };

    /// <summary>Whether the key has the form of those that the pool issues.</summary>
    public static bool IsFromPool(string key) => key.Length == Length && !key.AsSpan().ContainsAnyExcept(Base62);
}
