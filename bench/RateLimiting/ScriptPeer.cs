using System.Globalization;
using Serverless.Bench.Harness;
using StackExchange.Redis;

namespace Serverless.Bench.RateLimiting;

/// <summary>
/// The least that decides the same over the same Redis: the bare web server, one script a request, a decision in JSON.
/// Arguments: port of Redis, permits a day.
/// </summary>
public sealed class ScriptPeer : IPeer
{
    public string Name => "serve-script";

    public async Task ServeAsync(int port, IReadOnlyList<string> arguments)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{arguments[0]}");
        var limit = long.Parse(arguments[1], CultureInfo.InvariantCulture);
        var script = await FixedWindowScript.LoadAsync(redis);
        await BareServer.ServeAsync(port, app => app.Run(async context =>
        {
            var caller = await CheckedCaller.ReadAsync(context.Request);
            var (allowed, remaining) = await script.TakeAsync("bare:" + caller, limit);
            await AnswerAsync(context.Response, allowed, remaining);
        }));
    }

    private static Task AnswerAsync(HttpResponse response, bool allowed, long remaining)
    {
        response.StatusCode = allowed ? StatusCodes.Status200OK : StatusCodes.Status429TooManyRequests;
        return response.WriteAsJsonAsync(new { allowed, remaining });
    }
}
