namespace Serverless.Bench.Harness;

/// <summary>What one measurement found.</summary>
/// <param name="PerSecond">Operations completed a second.</param>
/// <param name="Median">How long half of them took at most.</param>
/// <param name="P99">How long 99 in 100 of them took at most.</param>
/// <param name="Note">What else is worth a column.</param>
public sealed record Sample(double PerSecond, TimeSpan Median, TimeSpan P99, string Note = "")
{
    /// <param name="latencies">Of every operation, in any order.</param>
    /// <param name="elapsed">From the start of the first to the end of the last.</param>
    public static Sample Of(IEnumerable<TimeSpan> latencies, TimeSpan elapsed, string note = "")
    {
        var sorted = latencies.Order().ToArray();
        return new Sample(sorted.Length / elapsed.TotalSeconds, Statistics.Percentile(sorted, 50), Statistics.Percentile(sorted, 99), note);
    }
}
