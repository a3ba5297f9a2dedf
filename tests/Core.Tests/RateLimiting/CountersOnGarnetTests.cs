using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Garnet, as LocalHost has it.</summary>
public sealed class CountersOnGarnetTests(GarnetServer server) : RedisCounterStoreContract(server), IClassFixture<GarnetServer>;
