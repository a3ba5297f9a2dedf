namespace Serverless.Bench.Harness;

/// <summary>How long operations took: medians of the rounds' percentiles.</summary>
/// <param name="P999">Null where it is not known.</param>
public readonly record struct Times(TimeSpan P50, TimeSpan P99, TimeSpan? P999)
{
    /// <param name="rounds">At least one.</param>
    public static Times Of(IReadOnlyList<Sample> rounds) => new(
        Statistics.Median(rounds.Select(sample => sample.Median)),
        Statistics.Median(rounds.Select(sample => sample.P99)),
        rounds.Any(sample => sample.P999 is null) ? null : Statistics.Median(rounds.Select(sample => sample.P999!.Value)));
}
