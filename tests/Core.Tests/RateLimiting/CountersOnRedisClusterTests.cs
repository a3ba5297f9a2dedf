using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>A cluster, where a script that touches two slots is refused.</summary>
public sealed class CountersOnRedisClusterTests(RedisCluster server) : RedisCounterStoreContract(server), IClassFixture<RedisCluster>;
