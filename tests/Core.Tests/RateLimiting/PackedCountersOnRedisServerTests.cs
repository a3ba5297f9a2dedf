using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Counters that share hashes, on one redis-server.</summary>
public sealed class PackedCountersOnRedisServerTests(RedisServer server) : PackedCounterStoreContract(server), IClassFixture<RedisServer>;
