namespace Serverless.Bench.Harness;

/// <summary>A contender's row: medians of its rounds.</summary>
/// <param name="PerSecond">Operations a second, as fast as it can.</param>
/// <param name="Ratio">To the first contender.</param>
/// <param name="Paced">The times at the fixed rate; null where there is none.</param>
/// <param name="Usage">What an operation cost the processes, as fast as they can; null where they are not looked at. The memory is the most of all rounds.</param>
public sealed record ContenderResult(string Name, double PerSecond, Ratio Ratio, Times Times, PacedTimes? Paced, Usage? Usage, string Note)
{
    public static ContenderResult Of(IContender contender, Measured own, Measured first, bool relatesTimes)
    {
        var ratios = own.Closed.Zip(first.Closed, (sample, other) => relatesTimes ? sample.Median / other.Median : sample.PerSecond / other.PerSecond);
        return new ContenderResult(
            contender.Name, Statistics.Median(own.Closed.Select(sample => sample.PerSecond)), Ratio.Of(ratios), Times.Of(own.Closed), PacedTimes.Of(own), UsageOf(own.Closed), NoteOf(own));
    }

    private static string NoteOf(Measured own) => own.Paced is [.., { Note.Length: > 0 } last]
        ? $"{own.Closed[^1].Note}; at the fixed rate: {last.Note}"
        : own.Closed[^1].Note;

    private static Usage? UsageOf(IReadOnlyList<Sample> samples)
    {
        var usages = samples.Select(sample => sample.Usage).OfType<Usage>().ToArray();
        return usages.Length == 0 ? null : new Usage(
            Statistics.Median(usages.Select(usage => usage.Server)),
            usages[0].Behind is null ? null : Statistics.Median(usages.Select(usage => usage.Behind ?? TimeSpan.Zero)),
            usages.Max(usage => usage.Memory));
    }
}
