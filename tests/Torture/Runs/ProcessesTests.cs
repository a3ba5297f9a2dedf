using System.Globalization;
using Serverless.Azure.Tests.EndToEnd;
using Serverless.Core.Tests.Node;
using Serverless.Core.Tests.RateLimiting.Servers;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.Torture.Faults;
using Serverless.Torture.Histories;
using Serverless.Torture.Workloads;

namespace Serverless.Torture.Runs;

/// <summary>
/// Several processes over Azurite, redis-server and a stand-in for Cosmos DB, of which one after the other is killed, or
/// stopped for a while and let go on, as if it had been paused: the others have taken over meanwhile. Messages are pulled, and
/// pushed to an endpoint in this process.
/// </summary>
public sealed class ProcessesTests(ITestOutputHelper output)
{
    private const int Processes = 3;
    private const int Clients = 4;
    private const string Key = "srvl_torture_0123456789abcdefghijklmnopqrstuvwxyz";

    // Every name is made and deleted for a dozen messages: an event takes longer than elsewhere.
    private static readonly int EventsAFault = Settings.Events / 40;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_under_names_that_are_used_again_while_processes_die_and_pause()
    {
        RedisServerProcess.SkipUnlessInstalled();
        await using var azure = await StartAzureAsync();
        await using var receiver = await PushReceiver.StartAsync();
        using var folder = new TempFolder();
        // What a worker has that is killed or stopped, another gets after a slice, 10 s, and another slice.
        string[] arguments = [.. await azure.ArgumentsAsync(folder.Path), "--Push:Slice", "00:00:02"];
        var running = new LocalHostProcess[Processes];
        try
        {
            for (var i = 0; i < Processes; i++)
            {
                running[i] = await StartAsync(folder, i, arguments);
            }

            await RunAsync(running, receiver, index => StartAsync(folder, index, arguments));
        }
        finally
        {
            foreach (var process in running.OfType<LocalHostProcess>())
            {
                await process.DisposeAsync();
            }
        }
    }

    private async Task RunAsync(LocalHostProcess[] running, PushReceiver receiver, Func<int, Task<LocalHostProcess>> start)
    {
        var (random, history) = (new Random(Settings.Seed), new History());
        var crowd = new Crowd(history, (new ReusedNamesWorkload(() => [.. running.Select(process => process.Address)], receiver, Key, Settings.Seed), Clients));
        for (; history.Life < Math.Max(2, Settings.Faults - 1); history.Life++)
        {
            var index = random.Next(Processes);
            await crowd.WorkAsync([running[0].Address], Key, random.Next(EventsAFault / 2, EventsAFault), async () =>
            {
                if (history.Life % 2 == 0)
                {
                    await running[index].KillAsync();
                    running[index] = await start(index);
                    return;
                }

                await SignalAsync("-STOP", running[index]);
                await Task.WhenAll(history.ReachAsync(history.Count + (EventsAFault / 4)), Task.Delay(Settings.Pause, TimeProvider.System));
                await SignalAsync("-CONT", running[index]);
            });
        }

        var breaches = await crowd.JudgeAsync(running[0].Address, Key);
        await Verdict.ReportAsync("processes", history, breaches, output);
    }

    private static async Task SignalAsync(string signal, LocalHostProcess process) =>
        Assert.Equal(0, await SystemCommand.RunAsync("kill", signal, process.Id.ToString(CultureInfo.InvariantCulture)));

    private static Task<LocalHostProcess> StartAsync(TempFolder folder, int index, string[] arguments) =>
        LocalHostProcess.StartAsync(folder.File(string.Create(CultureInfo.InvariantCulture, $"process-{index}")), ["--Access:AdminKey", Key, .. arguments]);

    private static async Task<AzureBacking> StartAzureAsync()
    {
        try
        {
            return await AzureBacking.StartAsync();
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or NodePackagesException && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip($"Azurite needs Node.js and npm: {exception.Message}");
            throw;
        }
    }
}
