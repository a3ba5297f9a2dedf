using System.Diagnostics;
using System.Globalization;

namespace Serverless.Core.Tests.RateLimiting.Servers;

/// <summary>Three nodes of <c>redis-server</c> that share the slots: only a cluster refuses a script whose keys lie in two.</summary>
public sealed class RedisCluster : ICounterServer, IAsyncLifetime
{
    private const int Size = 3;

    private readonly List<RedisServerProcess> nodes = [];

    public string Configuration
    {
        get
        {
            RedisServerProcess.SkipUnlessInstalled();
            return string.Join(',', nodes.Select(AddressOf));
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (RedisServerProcess.IsInstalled())
        {
            for (var i = 0; i < Size; i++)
            {
                nodes.Add(await RedisServerProcess.StartAsync(LoopbackPort.FreeWithBus(), "--cluster-enabled", "yes"));
            }

            await JoinAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static string AddressOf(RedisServerProcess node) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{node.Port}");

    private async Task JoinAsync()
    {
        var start = new ProcessStartInfo("redis-cli", ["--cluster", "create", .. nodes.Select(AddressOf), "--cluster-yes"]) { RedirectStandardOutput = true };
        using var create = Process.Start(start)!;
        var output = await create.StandardOutput.ReadToEndAsync().WaitAsync(RedisServerProcess.Patience);
        await create.WaitForExitAsync();
        Assert.True(create.ExitCode == 0, output);
        await Task.WhenAll(nodes.Select(node => node.Joined));
    }
}
