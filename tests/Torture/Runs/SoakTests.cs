using Serverless.Functions.Tests.EndToEnd;
using Serverless.Torture.Histories;
using Serverless.Torture.Workloads;

namespace Serverless.Torture.Runs;

/// <summary>A long life under load leaves nothing behind: <c>SOAK_EVENTS</c> sets how long.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int Clients = 4;
    private const int Parts = 4;
    private const int MoreHandles = 64;
    private const int MoreThreads = 32;
    private const long MoreMemory = 128L * 1_048_576;

    [Fact]
    public async Task Memory_handles_and_threads_stay_as_they_were()
    {
        using var folder = new TempFolder();
        await using var host = await LocalHostProcess.StartAsync(folder.Path);
        var key = (await File.ReadAllTextAsync(folder.File("admin.key"), TestContext.Current.CancellationToken)).Trim();
        var history = new History();
        var crowd = new Crowd(history, (new LinkWorkload(), Clients), (new MessageWorkload(), Clients), (new LimitWorkload(counts: 1), 1));
        await crowd.PrepareAsync(host.Address, key);
        var seen = new List<ProcessSize>();
        for (var part = 0; part < Parts; part++)
        {
            await crowd.WorkAsync([host.Address], key, Settings.SoakEvents / Parts, () => Task.CompletedTask);
            seen.Add(ProcessSize.Of(host.Id));
            output.WriteLine($"{history.Count} events: {seen[^1]}");
        }

        var breaches = await crowd.JudgeAsync(host.Address, key);
        await Verdict.ReportAsync("soak", history, breaches, output);
        // What the first quarter needed is there to stay: pools, caches, code.
        Assert.InRange(seen[^1].Handles, 0, seen[0].Handles + MoreHandles);
        Assert.InRange(seen[^1].Threads, 0, seen[0].Threads + MoreThreads);
        Assert.InRange(seen[^1].Memory, 0, seen[0].Memory + MoreMemory);
    }
}
