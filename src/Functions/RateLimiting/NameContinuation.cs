using Serverless.Core;

namespace Serverless.Functions.RateLimiting;

/// <summary>Reads the continuation of a list that is in the order of names.</summary>
internal static class NameContinuation
{
    /// <summary>The name that the page before ended with; null when the text is none of ours.</summary>
    public static string? Decode(string text) => Decode(text, ResourceName.MaxLength);

    /// <inheritdoc cref="Decode(string)"/>
    public static string? Decode(string text, int maxLength) =>
        Continuation.Decode(text, parts: 1) is [var name] && name.Length <= maxLength && name.Chunk(ResourceName.MaxLength).All(part => ResourceName.IsValid(new string(part))) && name.Length > 0
            ? name
            : null;
}
