namespace Serverless.Bench.Scale;

/// <summary>Where redirects find their link, as shares of all.</summary>
/// <param name="Memory">In the instance.</param>
/// <param name="Redis">Not in the instance, but in Redis.</param>
/// <param name="Store">In neither: the row is read.</param>
/// <param name="LinksInRedis">How many links Redis holds at a time.</param>
public sealed record LinkCacheShares(double Memory, double Redis, double Store, double LinksInRedis);
