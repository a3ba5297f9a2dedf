using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.RateLimiting;

/// <summary>Checks a second, allowed and denied, beside others that decide the same.</summary>
public sealed class CheckScenario : IScenario
{
    private const string Script = "RateLimiting/check.lua";
    private const string Path = "/api/ratelimit/check";

    private const int LoadProcesses = 16;

    private static readonly H2LoadRequests Requests = new([Path])
    {
        Headers = LocalHostServer.JsonHeaders,
        Header = number => $"x-caller: {BenchRules.Caller(number)}",
        Body = number => $$$"""{"api":"{{{BenchRules.Api}}}","op":"{{{BenchRules.Op}}}","caller":{"user":"{{{BenchRules.Caller(number)}}}"}}""",
    };

    private readonly List<IAsyncDisposable> running = [];

    public string Name => "limiter-check";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace) =>
    [
        await CompareAsync("Checks that are allowed", "A fixed window that nobody fills. All but the last keep their counters in the same Redis.", BenchRules.Plenty, workspace),
        await CompareAsync("Checks that are denied", "One permit a day: after its first request every caller is denied.", BenchRules.Scarce, workspace),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var server in running)
        {
            await server.DisposeAsync();
        }
    }

    private async Task<Comparison> CompareAsync(string title, string explanation, long permits, Workspace workspace)
    {
        var redis = Run(await Peers.StartRedisAsync());
        var (redisPort, limit) = (Text(redis.Port), Text(permits));
        var app = Run(await LocalHostServer.StartAsync(workspace.NewFolder("data"), "--Redis:Cache", $"127.0.0.1:{redisPort}", "--Redis:Counters", $"127.0.0.1:{redisPort}"));
        await BenchRules.CreateAsync(app, permits);
        var known = await StartKnowingAsync(workspace, redisPort, permits);
        var script = Run(await Peers.StartAsync<ScriptPeer>(redisPort, limit));
        var node = Run(await Peers.StartNodeAsync("limit.js", redisPort, limit));
        var bucket = Run(await Peers.StartAsync<TokenBucketPeer>(limit));
        return new Comparison(title, "checks", $"{explanation} {BenchRules.Callers:N0} callers.",
        [
            Load("bare Kestrel, one EVALSHA", new ContenderProcesses(script, redis), permits),
            Load("Serverless, POST /api/ratelimit/check", new ContenderProcesses(app.Process, redis), permits),
            .. known is null ? [] : new[] { Load("Serverless with 10,000 callers' records and a plan", new ContenderProcesses(known.Process, redis), permits) },
            Load("Node, rate-limiter-flexible", new ContenderProcesses(node, redis), permits),
            Load("ASP.NET Core's token bucket, in memory", new ContenderProcesses(bucket), permits),
        ]);
    }

    // Where everybody is denied, nearly all of it is answered from memory, with records or without.
    private async Task<LocalHostServer?> StartKnowingAsync(Workspace workspace, string redisPort, long permits)
    {
        if (permits == BenchRules.Scarce)
        {
            return null;
        }

        var app = Run(await LocalHostServer.StartAsync(workspace.NewFolder("known"), "--Redis:Cache", $"127.0.0.1:{redisPort},defaultDatabase=1", "--Redis:Counters", $"127.0.0.1:{redisPort},defaultDatabase=1"));
        await BenchRules.CreateAsync(app, permits, plan: BenchRules.Plan);
        await BenchRules.CreateCallersAsync(app, BenchRules.Plan);
        return app;
    }

    // Twice: while a process has just started, checks can take so long that some callers are counted in its memory, and then in Redis.
    private static HttpLoad Load(string name, ContenderProcesses processes, long permits) => new(
        new WrkLoad(
            name, processes.Server.Address, Script, [Path, LocalHostServer.AdminKey, Text(BenchRules.Callers)],
            refusedAfter: permits == BenchRules.Scarce ? 2 * BenchRules.Callers : null),
        new H2Load(name, processes.Server.Address, Requests, LoadProcesses, isRefused: permits == BenchRules.Scarce),
        processes);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private T Run<T>(T server)
        where T : IAsyncDisposable
    {
        running.Add(server);
        return server;
    }
}
