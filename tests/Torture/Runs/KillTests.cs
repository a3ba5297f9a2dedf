using Serverless.Functions.Tests.EndToEnd;
using Serverless.Torture.Histories;
using Serverless.Torture.Workloads;

namespace Serverless.Torture.Runs;

/// <summary>All three systems under load in one process that is killed at random moments.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Clients = 6;

    [Fact]
    public async Task What_clients_were_told_holds_through_kills()
    {
        using var folder = new TempFolder();
        var random = new Random(Settings.Seed);
        var history = new History();
        // The counters live in the process's memory, and so does what it counts.
        var crowd = new Crowd(history, (new LinkWorkload(), Clients), (new MessageWorkload(), Clients), (new LimitWorkload(counts: Settings.Faults + 1), 1));
        for (; history.Life < Settings.Faults; history.Life++)
        {
            await using var host = await LocalHostProcess.StartAsync(folder.Path);
            var key = await AdminKeyAsync(folder);
            await crowd.PrepareAsync(host.Address, key);
            await crowd.WorkAsync([host.Address], key, random.Next(Settings.Events / 2, Settings.Events), host.KillAsync);
        }

        await using var last = await LocalHostProcess.StartAsync(folder.Path);
        var breaches = await crowd.JudgeAsync(last.Address, await AdminKeyAsync(folder));
        await Verdict.ReportAsync("kills", history, breaches, output);
    }

    private static async Task<string> AdminKeyAsync(TempFolder folder) =>
        (await File.ReadAllTextAsync(folder.File("admin.key"), TestContext.Current.CancellationToken)).Trim();
}
