using System.Globalization;
using Serverless.Torture.Histories;

namespace Serverless.Torture.Runs;

/// <summary>Says what was seen in a run, and fails it when something was broken.</summary>
internal static class Verdict
{
    private const int MostShown = 20;

    public static async Task ReportAsync(string run, History history, IReadOnlyList<string> breaches, ITestOutputHelper output)
    {
        if (Settings.Histories is { } folder)
        {
            await history.SaveAsync(Path.Combine(folder, run + ".jsonl"));
        }

        foreach (var kind in history.All.GroupBy(item => item.Kind).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var statuses = kind.GroupBy(item => item.Status).OrderBy(group => group.Key).Select(group => $"{group.Key?.ToString(CultureInfo.InvariantCulture) ?? "no answer"}: {group.Count()}");
            output.WriteLine($"{kind.Key,-16} {string.Join(", ", statuses)}");
        }

        if (history.All.Count(item => item.Kind == LimitChecker.Check && item.Detail is not null) is > 0 and var degraded)
        {
            output.WriteLine($"checks that were counted by an instance alone: {degraded}");
        }

        output.WriteLine($"deliveries that were not the first: {MessageChecker.Duplicates(history)}; seed {Settings.Seed}, {Settings.Faults} faults; breaches: {breaches.Count}");
        Assert.True(breaches.Count == 0, string.Join('\n', breaches.Take(MostShown)));
    }
}
