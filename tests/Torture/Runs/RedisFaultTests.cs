using System.Globalization;
using Serverless.Core.Tests.RateLimiting.Servers;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;
using Serverless.Torture.Faults;
using Serverless.Torture.Histories;
using Serverless.Torture.Workloads;

namespace Serverless.Torture.Runs;

/// <summary>Two instances whose way to Redis breaks in every way, and whose Redis is stopped.</summary>
public sealed class RedisFaultTests(ITestOutputHelper output)
{
    private const int Instances = 2;
    private const int Clients = 6;

    // The server that is stopped is one more kind.
    private const int Kinds = BrokenWays.Kinds + 1;
    private static readonly int Faults = Math.Max(Kinds, Settings.Faults);

    [Fact]
    public async Task Links_and_limits_hold_while_the_way_to_Redis_breaks_and_heals()
    {
        RedisServerProcess.SkipUnlessInstalled();
        await using var redis = await RedisServerProcess.StartAsync();
        await using var way = new FaultProxy(redis.Port);
        using var folder = new TempFolder();
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{way.Port}");
        await using var cluster = await LocalCluster.StartAsync(
            "--port", "0", "--data", folder.Path, "--instances", Instances.ToString(CultureInfo.InvariantCulture), "--Redis:Counters", address, "--Redis:Cache", address);
        var key = cluster.AdminKey!.Key;
        var random = new Random(Settings.Seed);
        var history = new History();
        var crowd = new Crowd(history, (new LinkWorkload(mayLag: true), Clients), (new MessageWorkload(), Clients), (new LimitWorkload(counts: 1 + (Instances * Faults * 2)), 1));
        await crowd.PrepareAsync(cluster.Addresses[0], key);
        var ways = new BrokenWays([way], history, random);
        for (var fault = 0; fault < Faults; fault++)
        {
            await crowd.WorkAsync(
                cluster.Addresses,
                key,
                random.Next(Settings.Events / 2, Settings.Events) / 2,
                () => fault % Kinds < BrokenWays.Kinds ? ways.BreakAsync(fault % Kinds, Settings.Events) : StopAsync());
        }

        var breaches = await crowd.JudgeAsync(cluster.Addresses[0], key);
        // On a busy machine a check may still be late and counted in memory; those that were not agree again on all that was used.
        var shared = history.All.Where(item => item.Kind == LimitChecker.Check && item.Detail is null).GroupBy(item => item.Subject).ToArray();
        Assert.Equal(LimitWorkload.Callers, shared.Length);
        Assert.All(shared, checks => Assert.Equal(429, checks.MaxBy(item => item.Order)!.Status));
        await Verdict.ReportAsync("redis", history, breaches, output);

        async Task StopAsync()
        {
            await redis.PauseAsync();
            await history.ReachAsync(history.Count + (Settings.Events / 4));
            await redis.ResumeAsync();
        }
    }
}
