namespace Serverless.Client;

/// <summary>A page of links.</summary>
/// <param name="Links">The links.</param>
/// <param name="Continuation">What to ask for the next page with; null at the end.</param>
public sealed record LinkPage(IReadOnlyList<ShortLink> Links, string? Continuation);
