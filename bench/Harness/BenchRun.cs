using System.Text;

namespace Serverless.Bench.Harness;

/// <summary>Runs the scenarios one after the other and reports what they found.</summary>
public static class BenchRun
{
    /// <exception cref="BenchException">No scenario has such a name, or one of them failed.</exception>
    public static async Task RunAsync(BenchOptions options, TextWriter output)
    {
        var selected = Found.All<IScenario>().Where(options.Selects).ToArray();
        if (selected.Length == 0)
        {
            throw new BenchException($"There are the scenarios {string.Join(", ", Found.All<IScenario>().Select(scenario => scenario.Name))}. {BenchOptions.Help}");
        }

        foreach (var scenario in selected)
        {
            var report = await RunAsync(scenario, options, output);
            await output.WriteLineAsync(report);
            if (options.Report is not null)
            {
                await File.AppendAllTextAsync(options.Report, report + Environment.NewLine);
            }
        }
    }

    private static async Task<string> RunAsync(IScenario scenario, BenchOptions options, TextWriter progress)
    {
        var report = new StringBuilder().AppendLine($"## {scenario.Name}").AppendLine();
        report.AppendLine($"`bench/run {scenario.Name} --rounds {options.Rounds} --seconds {options.Duration.TotalSeconds} --warm-up {options.WarmUp.TotalSeconds}`, {Machine.Describe(TimeProvider.System)}").AppendLine();
        await progress.WriteLineAsync(scenario.Name);
        using var workspace = new Workspace();
        await using (scenario)
        {
            var comparisons = await scenario.PrepareAsync(workspace);
            var samples = await Rounds.RunAsync(comparisons, options, progress);
            return report.AppendJoin(Environment.NewLine, comparisons.Select(comparison => ComparisonTable.Write(comparison, samples))).ToString();
        }
    }
}
