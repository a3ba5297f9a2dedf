using System.Globalization;
using System.Text;

namespace Serverless.Bench.Harness;

/// <summary>Runs the scenarios one after the other and reports what they found, each by itself and all in one table.</summary>
public sealed class BenchRun
{
    private readonly BenchOptions options;
    private readonly TextWriter output;
    private readonly List<ComparisonResult> results = [];
    private readonly List<string> failures = [];

    private BenchRun(BenchOptions options, TextWriter output) => (this.options, this.output) = (options, output);

    /// <param name="scenarios">Null for all of this project.</param>
    /// <exception cref="BenchException">No scenario has such a name, or one of them failed; the others have been run and reported.</exception>
    public static Task RunAsync(BenchOptions options, TextWriter output, IReadOnlyList<IScenario>? scenarios = null) =>
        new BenchRun(options, output).RunAsync(scenarios ?? Found.All<IScenario>());

    private async Task RunAsync(IReadOnlyList<IScenario> scenarios)
    {
        var selected = scenarios.Where(options.Selects).ToArray();
        if (selected.Length == 0)
        {
            throw new BenchException($"There are the scenarios {string.Join(", ", scenarios.Select(scenario => scenario.Name))}. {BenchOptions.Help}");
        }

        var (machine, start) = (Machine.Describe(TimeProvider.System), TimeProvider.System.GetTimestamp());
        foreach (var scenario in selected)
        {
            await TryAsync(scenario.Name, () => RunAsync(scenario));
        }

        if (results.Count > 0)
        {
            await SumUpAsync(machine, TimeProvider.System.GetElapsedTime(start));
        }

        if (failures.Count > 0)
        {
            throw new BenchException(string.Join(Environment.NewLine, failures));
        }
    }

    // What fails does not take with it what the others have measured for half an hour.
    private async Task TryAsync(string name, Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            failures.Add($"FAILED {name}: {exception.Message}");
            await output.WriteLineAsync($"  {(exception is BenchException ? exception.Message : exception)}");
        }
    }

    private async Task SumUpAsync(string machine, TimeSpan elapsed)
    {
        var report = new StringBuilder().AppendLine("## All").AppendLine();
        report.AppendLine(CultureInfo.InvariantCulture, $"`{options}`, {machine}, {elapsed.TotalMinutes:0.0} min").AppendLine();
        await ReportAsync(report.Append(SummaryTable.Write(results)).ToString());
        if (options.Charts is not null)
        {
            await TryAsync("charts", () => ChartFiles.WriteAsync([.. results.Select(result => Chart.Of(result, machine))], options.Charts));
        }
    }

    private async Task RunAsync(IScenario scenario)
    {
        var machine = Machine.Describe(TimeProvider.System);
        var (command, start) = (options with { Scenarios = [scenario.Name] }, TimeProvider.System.GetTimestamp());
        await output.WriteLineAsync(scenario.Name);
        using var workspace = new Workspace();
        await using (scenario)
        {
            var comparisons = await scenario.PrepareAsync(workspace);
            var measured = await new Rounds(comparisons, options, output).RunAsync();
            ComparisonResult[] found = [.. comparisons.Select(comparison => ComparisonResult.Of(scenario.Name, comparison, measured))];
            var report = new StringBuilder().AppendLine($"## {scenario.Name}").AppendLine();
            report.AppendLine(CultureInfo.InvariantCulture, $"`{command}`, {machine}, {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s").AppendLine();
            results.AddRange(found);
            await ReportAsync(report.AppendJoin(Environment.NewLine, found.Select(ComparisonTable.Write)).ToString());
        }
    }

    private async Task ReportAsync(string text)
    {
        await output.WriteLineAsync(text);
        if (options.Report is not null)
        {
            await File.AppendAllTextAsync(options.Report, text + Environment.NewLine);
        }
    }
}
