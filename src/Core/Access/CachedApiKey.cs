namespace Serverless.Core.Access;

/// <summary>What was last known of an API key id, and until when that may be believed.</summary>
/// <param name="Key">Null when there was no such key, or it was revoked here.</param>
/// <param name="Caller">The key's holder, made once; null with <paramref name="Key"/>.</param>
internal sealed record CachedApiKey(ApiKey? Key, Caller? Caller, DateTimeOffset Until);
