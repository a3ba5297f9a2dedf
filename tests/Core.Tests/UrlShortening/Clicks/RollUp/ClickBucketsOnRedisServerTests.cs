using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>One redis-server.</summary>
public sealed class ClickBucketsOnRedisServerTests(RedisServer server) : RedisClickBucketsContract(server), IClassFixture<RedisServer>;
