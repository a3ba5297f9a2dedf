using Serverless.Functions.Tests.EndToEnd;
using Serverless.Torture.Faults;
using Serverless.Torture.Histories;
using Serverless.Torture.Workloads;

namespace Serverless.Torture.Runs;

/// <summary>A data folder that can only be read: at the start that is said in a line, under load it is answered, and nothing acknowledged is lost.</summary>
public sealed class ReadOnlyDiskTests(ITestOutputHelper output)
{
    private const int Clients = 4;
    private const int Rounds = 30;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_on_a_folder_that_can_t_be_written_ends_with_a_line_that_says_so(bool hasData)
    {
        await using var disk = await SmallDisk.MountAsync();
        if (hasData)
        {
            await using var host = await LocalHostProcess.StartAsync(disk.Path);
            Assert.Equal(0, await host.TerminateAsync());
        }

        await disk.ProtectAsync();
        var (code, said) = await LocalHostProcess.RunAsync("--port", "0", "--data", disk.Path);
        output.WriteLine(said);
        var line = Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"Serverless can't start: The data folder {disk.Path} can't be used (", line, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", line, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_disk_can_only_be_read_any_more()
    {
        await using var disk = await FailingDisk.MountAsync();
        var history = new History();
        var crowd = new Crowd(history, (new LinkWorkload(), Clients), (new MessageWorkload(), Clients));
        string key;
        await using (var host = await LocalHostProcess.StartAsync(disk.Path))
        {
            key = (await File.ReadAllTextAsync(disk.File("admin.key"), TestContext.Current.CancellationToken)).Trim();
            await crowd.PrepareAsync(host.Address, key);
            await crowd.WorkAsync([host.Address], key, Settings.Events, disk.FailAsync);
            for (var round = 0; round < Rounds && !history.All.Any(item => item.Status == 503); round++)
            {
                await crowd.WorkAsync([host.Address], key, Settings.Events / Rounds, () => Task.CompletedTask);
            }

            Assert.Contains(503, history.All.Select(item => item.Status));
            Assert.DoesNotContain(history.All, item => item.Status is 500 or null);
            using var client = new ApiClient(host.Address, key);
            using var refused = await client.PostAsync("/api/links", new { url = "https://example.com/" });
            refused.IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
            await host.KillAsync();
        }

        await disk.RepairAsync();
        await using var again = await LocalHostProcess.StartAsync(disk.Path);
        await crowd.WorkAsync([again.Address], key, Settings.Events / 4, () => Task.CompletedTask);
        var breaches = await crowd.JudgeAsync(again.Address, key);
        await Verdict.ReportAsync("read-only", history, breaches, output);
    }
}
