using Serverless.Core.Tests.RateLimiting.Servers;

namespace Serverless.Core.Tests.RateLimiting;

public sealed class ExactnessOnGarnetTests(GarnetServer server) : ExactnessContract(server), IClassFixture<GarnetServer>;
