using Serverless.Core.Tests.UrlShortening.Simulation;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Core.Tests.UrlShortening.Forgetting.Simulation;

/// <summary>What the simulation takes for Redis does as Redis does.</summary>
public sealed class SimulatedSharedCacheTests : SharedLinkCacheContract
{
    private readonly SimulatedTime time = new();
    private readonly SimulatedSharedCache cache;

    public SimulatedSharedCacheTests() =>
        cache = new SimulatedSharedCache(new SimulatedRedis(time), new StoreGate(new Random(1)) { IsOpen = true }, 0, Lifetime, new SimulatedClock(time, TimeSpan.FromSeconds(2)));

    protected override ISharedLinkCache Cache => cache;

    protected override DateTimeOffset Now => time.Now + TimeSpan.FromSeconds(2);
}
