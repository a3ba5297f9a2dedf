namespace Serverless.Bench.Harness;

/// <summary>What one measurement found.</summary>
/// <param name="PerSecond">Operations completed a second.</param>
/// <param name="Median">How long half of them took at most.</param>
/// <param name="P99">How long 99 in 100 of them took at most.</param>
/// <param name="Note">What else is worth a column.</param>
public sealed record Sample(double PerSecond, TimeSpan Median, TimeSpan P99, string Note = "")
{
    /// <summary>How long 999 in 1,000 of them took at most; null where it is not known.</summary>
    public TimeSpan? P999 { get; init; }

    /// <summary>Operations completed, which the processor time is divided by; 0 where they are not counted.</summary>
    public long Operations { get; init; }

    /// <summary>What the operations cost the contender's processes; null where they are not looked at.</summary>
    public Usage? Usage { get; init; }

    /// <param name="latencies">Of every operation, in any order.</param>
    /// <param name="elapsed">From the start of the first to the end of the last.</param>
    public static Sample Of(IEnumerable<TimeSpan> latencies, TimeSpan elapsed, string note = "")
    {
        var sorted = latencies.Order().ToArray();
        return new Sample(sorted.Length / elapsed.TotalSeconds, Statistics.Percentile(sorted, 50), Statistics.Percentile(sorted, 99), note)
        {
            P999 = Statistics.Percentile(sorted, 99.9),
            Operations = sorted.Length,
        };
    }

    /// <summary>The same work in another unit, of which each operation was several.</summary>
    public Sample Times(int each) => this with { PerSecond = PerSecond * each, Operations = Operations * each };
}
