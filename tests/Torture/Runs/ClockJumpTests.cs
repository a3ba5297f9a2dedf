using Serverless.Functions.Tests.EndToEnd;
using Serverless.Torture.Histories;
using Serverless.Torture.Workloads;

namespace Serverless.Torture.Runs;

/// <summary>The wall clock of the process jumps an hour ahead and back under load (<c>libfaketime</c>); its monotonic clock goes on.</summary>
public sealed class ClockJumpTests(ITestOutputHelper output)
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
    private const int Clients = 6;

    [Fact]
    public async Task What_clients_were_told_holds_while_the_clock_jumps()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.SkipUnless(File.Exists(Library), "libfaketime is not installed (Debian: apt-get install faketime).");
        }

        using var folder = new TempFolder();
        using var clock = new TempFolder();
        await SetAsync(clock, "+0");
        await using var host = await LocalHostProcess.StartAsync(folder.Path, new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library,
            ["FAKETIME_TIMESTAMP_FILE"] = clock.File("now"),
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        });
        var key = (await File.ReadAllTextAsync(folder.File("admin.key"), TestContext.Current.CancellationToken)).Trim();
        var history = new History();
        // A jump ahead and one back may each begin the counting anew, as a day's end does.
        var crowd = new Crowd(history, (new LinkWorkload(), Clients), (new MessageWorkload(), Clients), (new LimitWorkload(counts: 3), 1));
        await crowd.PrepareAsync(host.Address, key);
        foreach (var offset in new[] { "+3600s", "+0", "-3600s", "+0" })
        {
            await crowd.WorkAsync([host.Address], key, Settings.Events / 2, () => SetAsync(clock, offset));
        }

        // A cursor's time never goes back: what was leased in the hour ahead is due when that hour has come.
        await SetAsync(clock, "+7200s");
        var breaches = await crowd.JudgeAsync(host.Address, key);
        await Verdict.ReportAsync("clock", history, breaches, output);
    }

    private static async Task SetAsync(TempFolder folder, string offset)
    {
        // In one step: a half-written offset would be another time.
        await File.WriteAllTextAsync(folder.File("next"), offset, TestContext.Current.CancellationToken);
        File.Move(folder.File("next"), folder.File("now"), overwrite: true);
    }
}
