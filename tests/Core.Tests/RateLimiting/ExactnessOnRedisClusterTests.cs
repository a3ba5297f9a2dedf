using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

public sealed class ExactnessOnRedisClusterTests(RedisCluster server) : ExactnessContract(server), IClassFixture<RedisCluster>;
