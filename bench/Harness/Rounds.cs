namespace Serverless.Bench.Harness;

/// <summary>
/// Measures the contenders of all comparisons in turn, several times: what else the machine does then meets each of them.
/// Each round begins with another one. There is a round before the first that doesn't count, and after the last as many
/// rounds at a fixed rate, which is the same for all of a comparison.
/// </summary>
public sealed class Rounds(IReadOnlyList<Comparison> comparisons, BenchOptions options, TextWriter progress)
{
    /// <summary>Of what the slowest contender reached: enough to queue now and then, and far from being full.</summary>
    private const double PacedShare = 0.5;

    private readonly IReadOnlyList<(Comparison Comparison, IContender Contender)> all =
        [.. comparisons.SelectMany(comparison => comparison.Contenders.Select(contender => (comparison, contender)))];

    public async Task<IReadOnlyDictionary<IContender, Measured>> RunAsync()
    {
        await RoundAsync("warm-up", 0, async (_, contender) => contender.WarmsUp ? await contender.MeasureAsync(options.WarmUp) : null);
        var closed = await RepeatAsync("round", async (_, contender) => await Usage.OfAsync(contender.Processes, () => contender.MeasureAsync(options.Duration)));
        var rates = comparisons.ToDictionary(comparison => comparison, comparison => RateOf(comparison, closed));
        var paced = await RepeatAsync("fixed rate, round", async (comparison, contender) => contender is IPacedContender steady
            ? await steady.MeasureAtAsync(rates[comparison]!.Value, options.Duration)
            : null);
        return all.ToDictionary(
            pair => pair.Contender,
            pair => new Measured(closed[pair.Contender], paced[pair.Contender], pair.Contender is IPacedContender ? rates[pair.Comparison] : null));
    }

    private double? RateOf(Comparison comparison, Dictionary<IContender, List<Sample>> closed)
    {
        var reached = comparison.Contenders.OfType<IPacedContender>().Select(contender => Statistics.Median(closed[contender].Select(sample => sample.PerSecond))).ToArray();
        return reached.Length == 0 ? null : options.Rate ?? Statistics.TwoDigits(PacedShare * reached.Min());
    }

    private async Task<Dictionary<IContender, List<Sample>>> RepeatAsync(string label, Func<Comparison, IContender, Task<Sample?>> measure)
    {
        var samples = all.ToDictionary(pair => pair.Contender, _ => new List<Sample>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var (contender, sample) in await RoundAsync($"{label} {round}", round, measure))
            {
                samples[contender].Add(sample);
            }
        }

        return samples;
    }

    private async Task<List<(IContender Contender, Sample Sample)>> RoundAsync(string label, int first, Func<Comparison, IContender, Task<Sample?>> measure)
    {
        var found = new List<(IContender Contender, Sample Sample)>();
        for (var i = 0; i < all.Count; i++)
        {
            var (comparison, contender) = all[(first + i) % all.Count];
            if (await measure(comparison, contender) is { } sample)
            {
                var title = comparisons.Count > 1 ? comparison.Title + ", " : "";
                await progress.WriteLineAsync($"  {label}  {title}{contender.Name}: {Format.Rate(sample.PerSecond)}/s, p99 {Format.Time(sample.P99)}  {sample.Note}");
                found.Add((contender, sample));
            }
        }

        return found;
    }
}
