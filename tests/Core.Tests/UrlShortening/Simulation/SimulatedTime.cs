namespace Serverless.Core.Tests.UrlShortening.Simulation;

/// <summary>The true time of a history.</summary>
internal sealed class SimulatedTime
{
    public DateTimeOffset Now { get; set; } = SampleLinks.Start;
}
