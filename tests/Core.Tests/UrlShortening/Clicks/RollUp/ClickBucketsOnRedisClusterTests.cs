using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>A cluster, where a script that touches two slots is refused.</summary>
public sealed class ClickBucketsOnRedisClusterTests(RedisCluster server) : RedisClickBucketsContract(server), IClassFixture<RedisCluster>;
