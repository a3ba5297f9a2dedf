namespace Serverless.Client;

/// <summary>A part of a list as it is answered.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation);
