using Serverless.Functions.Tests.EndToEnd;
using Serverless.Torture.Faults;
using Serverless.Torture.Histories;
using Serverless.Torture.Workloads;

namespace Serverless.Torture.Runs;

/// <summary>A data folder without room: what was acknowledged stays, the rest is refused, and all works again when there is room.</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const int Clients = 4;
    private const int Rounds = 30;
    private const string Ballast = "ballast";

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_disk_is_full()
    {
        await using var disk = await SmallDisk.MountAsync();
        var history = new History();
        var crowd = new Crowd(history, (new LinkWorkload(), Clients), (new MessageWorkload(), Clients));
        string key;
        await using (var host = await LocalHostProcess.StartAsync(disk.Path))
        {
            key = (await File.ReadAllTextAsync(disk.File("admin.key"), TestContext.Current.CancellationToken)).Trim();
            await crowd.PrepareAsync(host.Address, key);
            await crowd.WorkAsync([host.Address], key, Settings.Events, () => Task.CompletedTask);
            await TakeAllRoomAsync(disk.File(Ballast));
            // The write-ahead log has room of its own for a while; whoever is refused has waited until the last retry.
            for (var round = 0; round < Rounds && !history.All.Any(item => item.Status == 503); round++)
            {
                await crowd.WorkAsync([host.Address], key, Settings.Events / Rounds, () => Task.CompletedTask);
            }

            Assert.Contains(503, history.All.Select(item => item.Status));
            Assert.DoesNotContain(history.All, item => item.Status is 500 or null);
            File.Delete(disk.File(Ballast));
            await crowd.WorkAsync([host.Address], key, Settings.Events, () => Task.CompletedTask);
            await host.KillAsync();
        }

        await using var again = await LocalHostProcess.StartAsync(disk.Path);
        var breaches = await crowd.JudgeAsync(again.Address, key);
        await Verdict.ReportAsync("disk", history, breaches, output);
    }

    private static async Task TakeAllRoomAsync(string file)
    {
        await using var ballast = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4_096];
        try
        {
            while (true)
            {
                await ballast.WriteAsync(page);
            }
        }
        catch (IOException)
        {
            // There is none left.
        }
    }
}
