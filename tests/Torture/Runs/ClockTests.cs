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
    private const int Instances = 3;
    private const int Jumping = 1;
    private const int Clients = 6;

    private static readonly TimeSpan[] Jumps = [TimeSpan.FromHours(1), TimeSpan.Zero, TimeSpan.FromHours(-1), TimeSpan.Zero];

    [Fact]
    public Task Links_and_messages_hold_while_the_clock_of_one_instance_jumps() => RunAsync(
        "clock", async (cluster, crowd) => await crowd.PrepareAsync(cluster.Addresses[0], cluster.AdminKey!.Key), (new LinkWorkload(), Clients), (new MessageWorkload(), Clients));

    [Fact]
    public async Task Limits_hold_while_the_clock_of_one_instance_jumps()
    {
        // An instance that is late counts by itself for a while.
        var history = await RunAsync("clock-limits", PrepareAsync, (new LimitWorkload(counts: 1 + Instances), Instances));
        Assert.All(
            history.All.Where(item => item.Kind == LimitChecker.Check && item.IsAcknowledged && item.Detail is null).GroupBy(item => item.Subject),
            shared => Assert.InRange(shared.Count(), 1, LimitWorkload.Limit));

        static async Task PrepareAsync(LocalCluster cluster, Crowd crowd)
        {
            await crowd.PrepareAsync(cluster.Addresses[0], cluster.AdminKey!.Key);
            foreach (var address in cluster.Addresses)
            {
                await LimitWorkload.AwaitRuleAsync(address, cluster.AdminKey!.Key);
            }
        }
    }

    private async Task<History> RunAsync(string run, Func<LocalCluster, Crowd, Task> prepare, params (IWorkload, int)[] workloads)
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
            "--port", "0", "--data", folder.Path, "--instances", $"{Instances}");
        var (key, history) = (cluster.AdminKey!.Key, new History());
        Assert.Same(time, cluster.Services[Jumping].GetRequiredService<TimeProvider>());
        var crowd = new Crowd(history, workloads);
        await prepare(cluster, crowd);
        foreach (var ahead in Jumps)
        {
            await crowd.WorkAsync(cluster.Addresses, key, Settings.Events / 8, () => GoOnAsync(ahead));
        }

        var breaches = await crowd.JudgeAsync(cluster.Addresses[0], key);
        Assert.DoesNotContain(history.All, item => item.Status is 500 or null);
        await Verdict.ReportAsync(run, history, breaches, output);
        return history;

        // Under the same load: what was begun before the jump ends after it.
        Task GoOnAsync(TimeSpan ahead)
        {
            time.Jump(ahead);
            return history.ReachAsync(history.Count + (Settings.Events / 8));
        }
    }
}
