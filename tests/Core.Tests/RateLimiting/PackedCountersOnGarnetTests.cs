using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Counters that share hashes, on Garnet.</summary>
public sealed class PackedCountersOnGarnetTests(GarnetServer server) : PackedCounterStoreContract(server), IClassFixture<GarnetServer>;
