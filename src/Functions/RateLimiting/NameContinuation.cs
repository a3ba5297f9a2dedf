using Serverless.Core;

namespace Serverless.Functions.RateLimiting;

/// <summary>Reads the continuation of a list that is in the order of names.</summary>
internal static class NameContinuation
{
    /// <summary>The name that the page before ended with; null when the text is none of ours.</summary>
    public static string? Decode(string text) => Continuation.Decode(text, parts: 1) is [var name] && ResourceName.IsValid(name) ? name : null;
}
