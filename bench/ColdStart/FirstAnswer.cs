using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.ColdStart;

/// <summary>Starts a program, asks it one thing until the answer is correct, and ends it; over and over.</summary>
internal sealed class FirstAnswer(StartedProgram program, Question question, Workspace workspace) : IContender
{
    public string Name => program.Name;

    /// <inheritdoc/>
    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        var (latencies, processors, begun) = (new List<TimeSpan>(), new List<TimeSpan>(), TimeProvider.System.GetTimestamp());
        do
        {
            await using var process = FreshProcess.Start(program, workspace);
            latencies.Add(await process.AnswersAsync(question));
            processors.Add(process.ProcessorTime);
        }
        while (TimeProvider.System.GetElapsedTime(begun) < duration);

        var elapsed = TimeSpan.FromTicks(latencies.Sum(latency => latency.Ticks));
        return Sample.Of(latencies, elapsed, string.Create(CultureInfo.InvariantCulture, $"{Statistics.Median(processors).TotalMilliseconds:0} ms of processor"));
    }
}
