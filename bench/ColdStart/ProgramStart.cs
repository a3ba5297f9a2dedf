using Serverless.Bench.Harness;

namespace Serverless.Bench.ColdStart;

/// <summary>Starts a program, waits until it has done something, and ends it; over and over.</summary>
/// <param name="until">What it is to do; tells the time that it took since the start.</param>
internal sealed class ProgramStart(StartedProgram program, Func<FreshProcess, Task<TimeSpan>> until, Workspace workspace) : IContender
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
            latencies.Add(await until(process));
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
