using Serverless.Bench.Harness;

namespace Serverless.Bench.ColdStart;

/// <summary>Starts a program, asks it one thing until the answer is correct, and ends it; over and over.</summary>
internal sealed class FirstAnswer(StartedProgram program, Question question, Workspace workspace) : IContender
{
    public string Name => program.Name;

    /// <inheritdoc/>
    public bool WarmsUp => false;

    /// <inheritdoc/>
    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        var (latencies, usages, begun) = (new List<TimeSpan>(), new List<Usage>(), TimeProvider.System.GetTimestamp());
        do
        {
            await using var process = FreshProcess.Start(program, workspace);
            latencies.Add(await process.AnswersAsync(question));
            usages.Add(process.Usage(operations: 1));
        }
        while (TimeProvider.System.GetElapsedTime(begun) < duration);

        var elapsed = TimeSpan.FromTicks(latencies.Sum(latency => latency.Ticks));
        return Sample.Of(latencies, elapsed) with
        {
            Usage = new Usage(Statistics.Median(usages.Select(usage => usage.Server)), null, usages.Max(usage => usage.Memory)),
        };
    }
}
