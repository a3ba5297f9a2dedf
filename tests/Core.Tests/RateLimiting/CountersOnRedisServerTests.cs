using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>One redis-server.</summary>
public sealed class CountersOnRedisServerTests(RedisServer server) : RedisCounterStoreContract(server), IClassFixture<RedisServer>;
