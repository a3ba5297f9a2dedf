using Serverless.Bench.Harness;

namespace Serverless.Bench.Tests.Harness;

/// <summary>Reaches what it is told, round by round, and remembers what was asked of it.</summary>
internal sealed class SteadyContender(string name, List<string> log, params double[] perSecond) : IPacedContender
{
    private int measured;

    public string Name => name;

    /// <summary>The rates that it was measured at.</summary>
    public List<double> Rates { get; } = [];

    public Task<Sample> MeasureAsync(TimeSpan duration)
    {
        log.Add($"{name} {duration.TotalSeconds}");
        return Task.FromResult(At(perSecond[Math.Min(measured++, perSecond.Length - 1)]));
    }

    public Task<Sample> MeasureAtAsync(double rate, TimeSpan duration)
    {
        Rates.Add(rate);
        return Task.FromResult(At(rate));
    }

    private static Sample At(double rate) => new(rate, TimeSpan.FromMicroseconds(1_000), TimeSpan.FromMicroseconds(2_000)) { P999 = TimeSpan.FromMicroseconds(3_000) };
}
