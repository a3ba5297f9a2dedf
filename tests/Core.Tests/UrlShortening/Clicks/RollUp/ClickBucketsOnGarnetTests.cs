using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>Garnet, as LocalHost has it.</summary>
public sealed class ClickBucketsOnGarnetTests(GarnetServer server) : RedisClickBucketsContract(server), IClassFixture<GarnetServer>;
