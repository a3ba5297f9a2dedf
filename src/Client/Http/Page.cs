namespace Serverless.Client;

/// <summary>A part of a list as it is answered.</summary>
/// <param name="Hint">What the list can't say by its items; null for nothing.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation, string? Hint = null);
