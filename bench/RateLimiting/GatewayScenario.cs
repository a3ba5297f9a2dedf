using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.RateLimiting;

/// <summary>Requests a second through the gateway, beside proxies that limit and forward to the same upstream.</summary>
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
        var redis = Run(await Peers.StartRedisAsync());
        var nginxWithRedis = Run(await GatewayPeers.StartNginxWithRedisAsync(workspace, upstream, redis));
        var nginx = Run(await GatewayPeers.StartNginxAsync(workspace, upstream));
        var forwarder = Run(await Peers.StartAsync<ForwarderPeer>(redis.Port.ToString(CultureInfo.InvariantCulture), upstream.Address.AbsoluteUri));
        var haproxy = Run(await GatewayPeers.StartHaproxyAsync(workspace, upstream));
        var connection = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{redis.Port}");
        var app = Run(await LocalHostServer.StartAsync(workspace.NewFolder("data"), "--Redis:Cache", connection, "--Redis:Counters", connection));
        await BenchRules.CreateAsync(app, BenchRules.Plenty, "header:x-caller");
        await BenchRules.CreateApiAsync(app, upstream.Address);
        var known = Run(await LocalHostServer.StartAsync(workspace.NewFolder("known"), "--Redis:Cache", $"{connection},defaultDatabase=1", "--Redis:Counters", $"{connection},defaultDatabase=1"));
        await BenchRules.CreateAsync(known, BenchRules.Plenty, "header:x-caller", plan: BenchRules.Plan);
        await BenchRules.CreateApiAsync(known, upstream.Address);
        await BenchRules.CreateCallersAsync(known, BenchRules.Plan);
        return
        [
            new Comparison(
                "The gateway",
                "requests",
                $"1 KB from the same nginx; {BenchRules.Callers:N0} callers, none of whom is denied. The first four count in the same Redis, one script a request; the others in their own memory.",
                [
                    Load("nginx, Lua and the same Redis", new ContenderProcesses(nginxWithRedis, redis, upstream), "/orders/1"),
                    Load("bare Kestrel, one EVALSHA and YARP", new ContenderProcesses(forwarder, redis, upstream), "/orders/1"),
                    Load("Serverless, /gateway", new ContenderProcesses(app.Process, redis, upstream), $"/gateway/{BenchRules.Api}/orders/1"),
                    Load("Serverless with 10,000 callers' records and a plan", new ContenderProcesses(known.Process, redis, upstream), $"/gateway/{BenchRules.Api}/orders/1"),
                    Load("HAProxy, a stick table", new ContenderProcesses(haproxy, upstream), "/orders/1"),
                    Load("nginx, limit_req and proxy_pass", new ContenderProcesses(nginx, upstream), "/orders/1"),
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
