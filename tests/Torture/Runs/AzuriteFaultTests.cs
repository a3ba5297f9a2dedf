using System.Globalization;
using System.Text.RegularExpressions;
using Serverless.Azure.Tests.EndToEnd;
using Serverless.Core.Tests.Node;
using Serverless.Core.Tests.RateLimiting.Servers;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;
using Serverless.Torture.Faults;
using Serverless.Torture.Histories;
using Serverless.Torture.Workloads;

namespace Serverless.Torture.Runs;

/// <summary>Two instances over Azurite, a stand-in for Cosmos DB and Redis, whose way to the tables, queues and blobs breaks in every way.</summary>
public sealed partial class AzuriteFaultTests(ITestOutputHelper output)
{
    private const int Instances = 2;
    private const int Clients = 4;

    [Fact]
    public async Task Links_and_messages_hold_while_the_way_to_the_storage_account_breaks_and_heals()
    {
        RedisServerProcess.SkipUnlessInstalled();
        await using var azure = await StartAzureAsync();
        using var folder = new TempFolder();
        var ways = new List<FaultProxy>();
        try
        {
            var arguments = (await azure.ArgumentsAsync(folder.Path)).Select(argument => Through(argument, ways)).ToArray();
            Assert.Equal(3, ways.Count);
            await using var cluster = await LocalCluster.StartAsync(
                ["--port", "0", "--data", folder.Path, "--instances", Instances.ToString(CultureInfo.InvariantCulture), .. arguments]);
            await RunAsync(cluster, ways);
        }
        finally
        {
            foreach (var way in ways)
            {
                await way.DisposeAsync();
            }
        }
    }

    private async Task RunAsync(LocalCluster cluster, List<FaultProxy> ways)
    {
        var (key, random, history) = (cluster.AdminKey!.Key, new Random(Settings.Seed), new History());
        var crowd = new Crowd(history, (new LinkWorkload(), Clients), (new MessageWorkload(), Clients));
        await crowd.PrepareAsync(cluster.Addresses[0], key);
        var broken = new BrokenWays(ways, history, random);
        for (var fault = 0; fault < Math.Max(BrokenWays.Kinds, Settings.Faults); fault++)
        {
            await crowd.WorkAsync(cluster.Addresses, key, random.Next(Settings.Events / 8, Settings.Events / 4), () => broken.BreakAsync(fault, Settings.Events / 2));
        }

        var breaches = await crowd.JudgeAsync(cluster.Addresses[0], key);
        Assert.DoesNotContain(history.All, item => item.Status is 500 or null);
        await Verdict.ReportAsync("azurite", history, breaches, output);
    }

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

    // Signatures are over paths and headers, not over where a request was sent.
    private static string Through(string argument, List<FaultProxy> ways) => StorageEndpoint().Replace(argument, match =>
    {
        var way = new FaultProxy(int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        ways.Add(way);
        return string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}{way.Port}");
    });

    [GeneratedRegex("((?:Table|Queue|Blob)Endpoint=http://127\\.0\\.0\\.1:)([0-9]+)")]
    private static partial Regex StorageEndpoint();
}
