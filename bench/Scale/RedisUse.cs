using System.Globalization;
using Serverless.Bench.Harness;
using StackExchange.Redis;

namespace Serverless.Bench.Scale;

/// <summary>A redis-server whose memory is looked at.</summary>
public sealed class RedisUse : IAsyncDisposable
{
    private readonly ServerProcess process;
    private readonly ConnectionMultiplexer multiplexer;

    private RedisUse(ServerProcess process, ConnectionMultiplexer multiplexer)
    {
        this.process = process;
        this.multiplexer = multiplexer;
    }

    public string Configuration => $"127.0.0.1:{process.Port}";

    private IServer Server => multiplexer.GetServers().Single();

    public static async Task<RedisUse> StartAsync()
    {
        var process = await Peers.StartRedisAsync();
        return new RedisUse(process, await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{process.Port},allowAdmin=true"));
    }

    public Task EmptyAsync() => Server.FlushAllDatabasesAsync();

    /// <summary>What it has allocated: <c>used_memory</c>.</summary>
    public async Task<long> BytesAsync()
    {
        var memory = (await Server.InfoAsync("memory")).SelectMany(section => section);
        return long.Parse(memory.Single(pair => pair.Key == "used_memory").Value, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await multiplexer.DisposeAsync();
        await process.DisposeAsync();
    }
}
