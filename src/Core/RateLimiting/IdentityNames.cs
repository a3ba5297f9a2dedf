using System.Buffers;

namespace Serverless.Core.RateLimiting;

/// <summary>The words that say which part of a caller a rule counts by: <c>user</c>, <c>apiKey</c>, <c>ip</c>, <c>header:NAME</c>, <c>global</c>.</summary>
public static class IdentityNames
{
    public const int MaxHeaderLength = 100;

    /// <summary>What the words match.</summary>
    public const string Pattern = "^(user|apiKey|ip|global|header:[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100})$";

    private const string HeaderPrefix = "header:";

    // RFC 9110, section 5.6.2.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static string Of(RateLimitRule rule) =>
        rule.IdentifyBy == IdentityKind.Header ? HeaderPrefix + rule.Header : EnumNames.Of(rule.IdentifyBy);

    /// <summary>Reads the words; the header's name comes back in lower case, null for other kinds.</summary>
    public static bool TryParse(string text, out IdentityKind kind, out string? header)
    {
        header = null;
        if (!text.StartsWith(HeaderPrefix, StringComparison.Ordinal))
        {
            return EnumNames.TryParse(text, out kind) && kind != IdentityKind.Header;
        }

        kind = IdentityKind.Header;
        var name = text[HeaderPrefix.Length..];
        header = name.ToLowerInvariant();
        return name.Length is > 0 and <= MaxHeaderLength && !name.AsSpan().ContainsAnyExcept(TokenCharacters);
    }
}
