using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Counters that share hashes, on a cluster.</summary>
public sealed class PackedCountersOnRedisClusterTests(RedisCluster server) : PackedCounterStoreContract(server), IClassFixture<RedisCluster>;
