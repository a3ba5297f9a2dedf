using System.Buffers;

namespace Serverless.Core;

/// <summary>The one form of names that users choose: rules, APIs, topics, subscriptions, owners.</summary>
public static class ResourceName
{
    public const int MaxLength = 100;

    /// <summary>The rule in words, to end a sentence with.</summary>
    public const string Rule = "1-100 of the characters A-Z, a-z, 0-9, '.', '_' and '-'";

    /// <summary>The rule as a regular expression.</summary>
    public const string Pattern = "^[A-Za-z0-9._-]{1,100}$";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Why a name is refused, to follow "the field"; null when it is not.</summary>
    public static string? Refuse(string? name)
    {
        if (IsValid(name))
        {
            return null;
        }

        return string.IsNullOrEmpty(name) ? $"is required, and must be {Rule}." : $"must be {Rule}.";
    }

    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaxLength } && !name.AsSpan().ContainsAnyExcept(Allowed);
}
