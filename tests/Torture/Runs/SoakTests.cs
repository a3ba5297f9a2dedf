using Serverless.Functions.Tests.EndToEnd;
using Serverless.Torture.Histories;
using Serverless.Torture.Workloads;

namespace Serverless.Torture.Runs;

/// <summary>A long life under load leaves nothing behind: <c>SOAK_EVENTS</c> or <c>SOAK_MINUTES</c> sets how long.</summary>
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
        var crowd = new Crowd(history, (new LinkWorkload(), Clients), (new MessageWorkload(), Clients), (new LimitWorkload(counts: 1, keepsDenials: Settings.SoakMinutes == 0), 1));
        await crowd.PrepareAsync(host.Address, key);
        var seen = new List<ProcessSize>();
        var parts = Settings.SoakMinutes > 0 ? Settings.SoakMinutes : Parts;
        for (var part = 0; part < parts; part++)
        {
            await WorkAsync(crowd, host.Address, key);
            seen.Add(ProcessSize.Of(host.Id));
            output.WriteLine($"{history.Count} events: {seen[^1]}");
        }

        var breaches = await crowd.JudgeAsync(host.Address, key);
        await Verdict.ReportAsync("soak", history, breaches, output);
        // What the first quarter needed is there to stay: pools, caches, code.
        var before = seen[Math.Max(0, (parts / Parts) - 1)];
        Assert.InRange(seen[^1].Handles, 0, before.Handles + MoreHandles);
        Assert.InRange(seen[^1].Threads, 0, before.Threads + MoreThreads);
        Assert.InRange(seen[^1].Memory, 0, before.Memory + MoreMemory);
    }

    // A minute is left to runs by hand: every build works until so much is done.
    private static Task WorkAsync(Crowd crowd, Uri address, string key) => Settings.SoakMinutes > 0
        ? crowd.WorkAsync([address], key, events: 0, () => Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System))
        : crowd.WorkAsync([address], key, Settings.SoakEvents / Parts, () => Task.CompletedTask);
}
