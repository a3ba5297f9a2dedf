namespace Serverless.Bench.Harness;

/// <summary>A contender whose latency can be measured at a rate that somebody else sets: an open loop.</summary>
public interface IPacedContender : IContender
{
    /// <summary>Works at a fixed rate, whatever its answers take.</summary>
    /// <param name="perSecond">Operations a second, in the comparison's unit.</param>
    /// <exception cref="BenchException">It failed at its work.</exception>
    Task<Sample> MeasureAtAsync(double perSecond, TimeSpan duration);
}
