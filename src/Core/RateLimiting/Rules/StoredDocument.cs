namespace Serverless.Core.RateLimiting.Rules;

/// <summary>A document as a store holds it, in one of its versions.</summary>
/// <param name="Name">At most 500 of <c>[A-Za-z0-9._-]</c>.</param>
/// <param name="Text">At most 32,000 characters.</param>
/// <param name="ETag">Opaque; differs between any two versions.</param>
public sealed record StoredDocument(string Name, string Text, string ETag);
