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
        var (database, limit) = (redis.GetDatabase(), (RedisValue)long.Parse(arguments[1], CultureInfo.InvariantCulture));
        var sha = await redis.GetServers()[0].ScriptLoadAsync(FixedWindowScript.Text);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        app.Run(async context =>
        {
            var caller = await CheckedCaller.ReadAsync(context.Request);
            var answer = (RedisValue[])(await database.ScriptEvaluateAsync(sha, ["bare:" + caller], [limit]))!;
            await AnswerAsync(context.Response, allowed: (long)answer[0] == 1, remaining: (long)answer[1]);
        });
        await app.RunAsync();
    }

    private static Task AnswerAsync(HttpResponse response, bool allowed, long remaining)
    {
        response.StatusCode = allowed ? StatusCodes.Status200OK : StatusCodes.Status429TooManyRequests;
        return response.WriteAsJsonAsync(new { allowed, remaining });
    }
}
