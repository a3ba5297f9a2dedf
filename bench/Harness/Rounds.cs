namespace Serverless.Bench.Harness;

/// <summary>
/// Measures the contenders of all comparisons in turn, several times: what else the machine does then meets each of them.
/// Each round begins with another one, and there is a round before the first that doesn't count.
/// </summary>
public static class Rounds
{
    public static async Task<IReadOnlyDictionary<IContender, IReadOnlyList<Sample>>> RunAsync(
        IReadOnlyList<Comparison> comparisons, BenchOptions options, TextWriter progress)
    {
        var contenders = comparisons.SelectMany(comparison => comparison.Contenders).Distinct().ToArray();
        var samples = contenders.ToDictionary(contender => contender, _ => new List<Sample>());
        var titles = comparisons.SelectMany(comparison => comparison.Contenders.Select(contender => (contender, comparison.Title)))
            .ToDictionary(pair => pair.contender, pair => comparisons.Count > 1 ? pair.Title + ", " : "");
        for (var round = 0; round <= options.Rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var contender = contenders[(round + i) % contenders.Length];
                var sample = await contender.MeasureAsync(round == 0 ? options.WarmUp : options.Duration);
                await progress.WriteLineAsync($"  {(round == 0 ? "warm-up" : $"round {round}")}  {titles[contender]}{contender.Name}: {Format.Rate(sample.PerSecond)}/s  {sample.Note}");
                if (round > 0)
                {
                    samples[contender].Add(sample);
                }
            }
        }

        return samples.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Sample>)pair.Value);
    }
}
