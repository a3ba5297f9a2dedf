using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

public sealed class ExactnessOnRedisServerTests(RedisServer server) : ExactnessContract(server), IClassFixture<RedisServer>;
