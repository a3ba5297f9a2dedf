using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.RateLimiting;

/// <summary>Requests a second through the gateway, beside nginx that limits and forwards to the same upstream.</summary>
public sealed class GatewayScenario : IScenario
{
    private const string Script = "RateLimiting/gateway.lua";
    private const string Body = "0123456789abcdef";
    private const int BodyRepeats = 64;
    private const int LoadProcesses = 16;

    private readonly List<IAsyncDisposable> running = [];

    public string Name => "limiter-gateway";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        var upstream = Run(await Peers.StartNginxAsync(workspace, "", $"location / {{ return 200 \"{string.Concat(Enumerable.Repeat(Body, BodyRepeats))}\"; }}"));
        var nginx = Run(await Peers.StartNginxAsync(workspace, Limits(upstream), """
                    location / {
                        limit_req zone=callers burst=1000000 nodelay;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_pass http://upstream;
                    }
            """));
        var redis = Run(await Peers.StartRedisAsync());
        var connection = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{redis.Port}");
        var app = Run(await LocalHostServer.StartAsync(workspace.NewFolder("data"), "--Redis:Cache", connection, "--Redis:Counters", connection));
        await BenchRules.CreateAsync(app, BenchRules.Plenty, "header:x-caller");
        await BenchRules.CreateApiAsync(app, upstream.Address);
        return
        [
            new Comparison(
                "The gateway",
                "requests",
                $"1 KB from the same nginx; {BenchRules.Callers:N0} callers, none of whom is denied. nginx counts in its own memory, the gateway in Redis.",
                [
                    Load("nginx, limit_req and proxy_pass", new ContenderProcesses(nginx, upstream), "/orders/1"),
                    Load("Serverless, /gateway", new ContenderProcesses(app.Process, redis, upstream), $"/gateway/{BenchRules.Api}/orders/1"),
                ]),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in running)
        {
            await server.DisposeAsync();
        }
    }

    private static string Limits(ServerProcess upstream) => $$"""
            limit_req_zone $http_x_caller zone=callers:16m rate=1000000r/s;
            upstream upstream { server 127.0.0.1:{{upstream.Port.ToString(CultureInfo.InvariantCulture)}}; keepalive 64; }
        """;

    private static HttpLoad Load(string name, ContenderProcesses processes, string path) => new(
        new WrkLoad(name, processes.Server.Address, Script, [path, BenchRules.Callers.ToString(CultureInfo.InvariantCulture)]),
        new H2Load(name, processes.Server.Address, new H2LoadRequests([path]) { Header = number => $"x-caller: {BenchRules.Caller(number)}" }, LoadProcesses),
        processes);

    private T Run<T>(T server)
        where T : IAsyncDisposable
    {
        running.Add(server);
        return server;
    }
}
