using Serverless.Functions.Tests.EndToEnd;
using Serverless.Torture.Histories;
using Serverless.Torture.Workloads;

namespace Serverless.Torture.Runs;

/// <summary>A long life under load leaves nothing behind: <c>SOAK_EVENTS</c> or <c>SOAK_MINUTES</c> sets how long: four minutes or more.</summary>
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
        var parts = Math.Max(Parts, Settings.SoakMinutes);
        for (var part = 0; part < parts; part++)
        {
            await WorkAsync(crowd, host.Address, key);
            seen.Add(ProcessSize.Of(host.Id));
            output.WriteLine($"{history.Count} events: {seen[^1]}");
        }

        var breaches = await crowd.JudgeAsync(host.Address, key);
        await Verdict.ReportAsync("soak", history, breaches, output);
        // What the first quarter needed is there to stay: pools, caches, code. A single look may meet a burst or a collection.
        var (before, after) = (seen[(parts / 4)..(parts / 2)], seen[(parts * 3 / 4)..]);
        Assert.InRange(Median(after, size => size.Handles), 0, Median(before, size => size.Handles) + MoreHandles);
        Assert.InRange(Median(after, size => size.Threads), 0, Median(before, size => size.Threads) + MoreThreads);
        Assert.InRange(Median(after, size => size.Memory), 0, Median(before, size => size.Memory) + MoreMemory);
    }

    private static long Median(List<ProcessSize> sizes, Func<ProcessSize, long> of) => sizes.Select(of).Order().ElementAt(sizes.Count / 2);

    // A minute is left to runs by hand: every build works until so much is done.
    private static Task WorkAsync(Crowd crowd, Uri address, string key) => Settings.SoakMinutes > 0
        ? crowd.WorkAsync([address], key, events: 0, () => Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System))
        : crowd.WorkAsync([address], key, Settings.SoakEvents / Parts, () => Task.CompletedTask);
}
