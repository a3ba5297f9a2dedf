using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;
using Serverless.Torture.Faults;
using Serverless.Torture.Histories;
using Serverless.Torture.Workloads;

namespace Serverless.Torture.Runs;

/// <summary>Three instances of which one has its clock set an hour forward, back, an hour behind and right again, under load.</summary>
public sealed class ClockTests(ITestOutputHelper output)
{
    private const int Jumping = 1;
    private const int Clients = 6;

    private static readonly TimeSpan[] Jumps = [TimeSpan.FromHours(1), TimeSpan.Zero, TimeSpan.FromHours(-1), TimeSpan.Zero];

    [Fact]
    public Task Links_and_messages_hold_while_the_clock_of_one_instance_jumps() =>
        RunAsync("clock", Settings.Events / 2, _ => [(new LinkWorkload(), Clients), (new MessageWorkload(), Clients)]);

    // Of the counters' time there is one; an instance that is late and counts by itself for a while does so by its own.
    [Fact]
    public Task Limits_hold_while_the_clock_of_one_instance_jumps() =>
        RunAsync("clock-limits", Settings.Events / 2, instances => [(new LimitWorkload(counts: 1 + instances), instances)]);

    private async Task RunAsync(string run, int events, Func<int, (IWorkload, int)[]> workloads)
    {
        using var folder = new TempFolder();
        var time = new JumpingTime();
        await using var cluster = await LocalCluster.StartAsync(
            (number, services) =>
            {
                if (number == Jumping)
                {
                    services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
                }
            },
            "--port", "0", "--data", folder.Path, "--instances", "3");
        var (key, history) = (cluster.AdminKey!.Key, new History());
        Assert.Same(time, cluster.Services[Jumping].GetRequiredService<TimeProvider>());
        var crowd = new Crowd(history, workloads(cluster.Addresses.Count));
        await crowd.PrepareAsync(cluster.Addresses[0], key);
        foreach (var ahead in Jumps)
        {
            await crowd.WorkAsync(cluster.Addresses, key, events / 2, () => GoOnAsync(ahead));
        }

        var breaches = await crowd.JudgeAsync(cluster.Addresses[0], key);
        Assert.DoesNotContain(history.All, item => item.Status is 500 or null);
        await Verdict.ReportAsync(run, history, breaches, output);

        // Under the same load: what was begun before the jump ends after it.
        Task GoOnAsync(TimeSpan ahead)
        {
            time.Jump(ahead);
            return history.ReachAsync(history.Count + (events / 2));
        }
    }
}
