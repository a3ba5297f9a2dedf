using System.Globalization;
using Serverless.Bench.Harness;
using StackExchange.Redis;

namespace Serverless.Bench.Scale;

/// <summary>A redis-server whose memory and work are looked at.</summary>
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
    public async Task<long> BytesAsync() => long.Parse(await InfoAsync("memory", "used_memory"), CultureInfo.InvariantCulture);

    /// <summary>Forgets what calls have taken.</summary>
    public Task CountCallsAnewAsync() => Server.ConfigResetStatisticsAsync();

    /// <summary>Microseconds that the server took for a script in the mean: <c>usec_per_call</c>.</summary>
    public async Task<double> ScriptMicrosecondsAsync()
    {
        const string Field = "usec_per_call=";
        var calls = (await InfoAsync("commandstats", "cmdstat_evalsha")).Split(',');
        return double.Parse(calls.Single(field => field.StartsWith(Field, StringComparison.Ordinal))[Field.Length..], CultureInfo.InvariantCulture);
    }

    private async Task<string> InfoAsync(string section, string field) =>
        (await Server.InfoAsync(section)).SelectMany(group => group).Single(pair => pair.Key == field).Value;

    public async ValueTask DisposeAsync()
    {
        await multiplexer.DisposeAsync();
        await process.DisposeAsync();
    }
}
