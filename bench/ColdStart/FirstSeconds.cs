using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.ColdStart;

/// <summary>Starts a program, and from its first correct answer on 64 connections follow links: how many in the first second, and in those after it.</summary>
internal sealed class FirstSeconds(StartedProgram program, Question ready, string keys, Workspace workspace) : IContender
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly int[] Told = [2, 3, 5, 10, 20, 30, 60];

    public string Name => program.Name;

    /// <inheritdoc/>
    public bool WarmsUp => false;

    /// <inheritdoc/>
    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        await using var process = FreshProcess.Start(program, workspace);
        await process.AnswersAsync(ready);
        var load = new WrkLoad(Name, process.Address, "UrlShortening/redirect.lua", [keys]);
        var before = process.ProcessorTime;
        List<Sample> seconds = [await load.MeasureAsync(Second)];
        var usage = process.Usage(seconds[0].Operations, since: before);
        while (seconds.Count < duration.TotalSeconds)
        {
            seconds.Add(await load.MeasureAsync(Second));
        }

        var later = Told.Where(second => second <= seconds.Count).Select(second => string.Create(CultureInfo.InvariantCulture, $"{Format.Rate(seconds[second - 1].PerSecond)} in second {second}"));
        return seconds[0] with { Usage = usage, Note = string.Join("; ", later) };
    }
}
