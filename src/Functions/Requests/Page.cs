namespace Serverless.Functions.Requests;

/// <summary>A list as it is answered.</summary>
/// <param name="Continuation">What to ask for the next page with; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation);
