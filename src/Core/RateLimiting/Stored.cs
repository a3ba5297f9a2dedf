namespace Serverless.Core.RateLimiting;

/// <summary>What a store holds, in one of its versions.</summary>
/// <param name="ETag">Opaque; differs between any two versions.</param>
public sealed record Stored<T>(T Value, string ETag);
