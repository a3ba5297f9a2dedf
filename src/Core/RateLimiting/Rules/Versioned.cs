namespace Serverless.Core.RateLimiting.Rules;

/// <summary>What a store holds, in one of its versions.</summary>
/// <param name="ETag">Opaque; differs between any two versions.</param>
public sealed record Versioned<T>(T Value, string ETag);
