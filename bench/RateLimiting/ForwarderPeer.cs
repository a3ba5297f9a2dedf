using System.Globalization;
using System.Net;
using Serverless.Bench.Harness;
using StackExchange.Redis;
using Yarp.ReverseProxy.Forwarder;

namespace Serverless.Bench.RateLimiting;

/// <summary>
/// The least that limits and forwards with what the gateway is built of: the bare web server, one script a request, YARP's
/// forwarder as its documentation sets it up. Arguments: port of Redis, address of the upstream.
/// </summary>
public sealed class ForwarderPeer : IPeer
{
    public string Name => "serve-forwarder";

    public async Task ServeAsync(int port, IReadOnlyList<string> arguments)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{arguments[0]}");
        var script = await FixedWindowScript.LoadAsync(redis);
        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        });
        await BareServer.ServeAsync(port, app => Forward(app, script, client, arguments[1]), services => services.AddHttpForwarder());
    }

    private static void Forward(WebApplication app, FixedWindowScript script, HttpMessageInvoker client, string upstream)
    {
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        app.Run(async context =>
        {
            var (allowed, remaining) = await script.TakeAsync("forwarder:" + context.Request.Headers["x-caller"], BenchRules.Plenty);
            if (!allowed)
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return;
            }

            context.Response.Headers["RateLimit"] = remaining.ToString(CultureInfo.InvariantCulture);
            await forwarder.SendAsync(context, upstream, client);
        });
    }
}
