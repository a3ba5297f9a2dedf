using System.Buffers;

namespace Serverless.Core.Naming;

/// <summary>The one form of names that users choose: rules, APIs, topics, subscriptions, owners.</summary>
public static class ResourceName
{
    public const int MaxLength = 100;

    /// <summary>The rule in words, to end a sentence with.</summary>
    public const string Rule = "1-100 of the characters A-Z, a-z, 0-9, '.', '_' and '-'";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaxLength } && !name.AsSpan().ContainsAnyExcept(Allowed);
}
