using Serverless.Bench.Harness;
using StackExchange.Redis;

namespace Serverless.Bench.UrlShortening;

/// <summary>
/// Redirects that ask Redis each time, on the bare web server: what a warm redirect can be at most. Arguments: port of Redis,
/// a file of keys.
/// </summary>
public sealed class CachedPeer : IPeer
{
    private const string Prefix = "cached:";

    public string Name => "serve-cached";

    public async Task ServeAsync(int port, IReadOnlyList<string> arguments)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{arguments[0]}");
        var database = redis.GetDatabase();
        await Task.WhenAll(File.ReadLines(arguments[1]).Select(key => database.StringSetAsync($"{Prefix}/{key}", BenchLinks.UrlOf(key))));
        await BareServer.ServeAsync(
            port, app => app.Run(async context => BareRedirect.Write(context.Response, await database.StringGetAsync(Prefix + context.Request.Path.Value))));
    }
}
