namespace Serverless.Core.Tests.UrlShortening.Simulation;

/// <summary>The clock of an instance: the true time, and how far the instance is off it.</summary>
internal sealed class SimulatedClock(SimulatedTime time, TimeSpan error) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => time.Now + error;
}
