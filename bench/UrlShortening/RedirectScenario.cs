using System.Globalization;
using Serverless.Bench.Harness;
using Serverless.LocalHost.Sqlite;
using Serverless.LocalHost.UrlShortening;
using StackExchange.Redis;

namespace Serverless.Bench.UrlShortening;

/// <summary>Redirects a second from each of the three levels at which a link can be found, beside others that redirect.</summary>
public sealed class RedirectScenario : IScenario
{
    private const int HotKeys = 1_000;
    private const int WarmKeys = 10_000;
    private const int ColdKeys = 600_000;
    private const int FewLinksInMemory = 16;

    private readonly List<IAsyncDisposable> running = [];

    public string Name => "links-redirect";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        var keys = BenchLinks.Keys(ColdKeys);
        var files = workspace.NewFolder("keys");
        var hot = await KeyFile.WriteAsync(files, "hot", keys.Take(HotKeys));
        var warm = await KeyFile.WriteAsync(files, "warm", keys.Take(WarmKeys));
        var cold = await KeyFile.WriteAsync(files, "cold", keys);
        var redis = Run(await Peers.StartRedisAsync());
        var bare = Run(await Peers.StartAsync<DictionaryPeer>(hot.Path));
        var app = Run(await StartAppAsync(workspace, keys, redis.Port));
        var forgetful = Run(await StartAppAsync(workspace, [.. keys.Take(WarmKeys)], redis.Port, "--Links:MemoryLinks", FewLinksInMemory.ToString(CultureInfo.InvariantCulture)));
        var nginx = Run(await StartNginxAsync(workspace, keys.Take(HotKeys)));
        var cached = Run(await Peers.StartAsync<CachedPeer>(redis.Port.ToString(CultureInfo.InvariantCulture), warm.Path));
        var (node, nodesRedis) = await StartNodeAsync(keys.Take(HotKeys));
        return
        [
            new Comparison(
                "Redirects",
                "redirects",
                $"Hot: {HotKeys:N0} keys, all in memory. Warm: {WarmKeys:N0} keys, memory set to {FewLinksInMemory}, so that Redis is asked. Cold: {ColdKeys:N0} keys, each for the first time in longer than any cache keeps it. The last column says where the answers came from.",
                [
                    Load("bare Kestrel, a dictionary", new ContenderProcesses(bare), hot),
                    Load("Serverless, hot", app, redis, hot),
                    Load("nginx, a map", new ContenderProcesses(nginx), hot),
                    Load("bare Kestrel, one GET from Redis", new ContenderProcesses(cached, redis), warm),
                    Load("Serverless, warm", forgetful, redis, warm),
                    Load("Node, ioredis", new ContenderProcesses(node, nodesRedis), hot),
                    Load("Serverless, cold", app, redis, cold),
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

    private static async Task<LocalHostServer> StartAppAsync(Workspace workspace, IReadOnlyList<string> keys, int redisPort, params IEnumerable<string> arguments)
    {
        var folder = workspace.NewFolder("data");
        await using (var database = SqliteDatabase.Open(Path.Combine(folder, "serverless.db")))
        {
            await BenchLinks.FillAsync(new SqliteLinkStore(database), keys, TimeProvider.System.GetUtcNow());
        }

        var redis = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{redisPort}");
        return await LocalHostServer.StartAsync(folder, ["--Redis:Cache", redis, "--Redis:Counters", redis, .. arguments]);
    }

    private static Task<ServerProcess> StartNginxAsync(Workspace workspace, IEnumerable<string> keys) => Peers.StartNginxAsync(
        workspace,
        $$"""
                map_hash_max_size 16384;
                map_hash_bucket_size 128;
                map $uri $target {
        {{string.Join('\n', keys.Select(key => $"            /{key} \"{BenchLinks.UrlOf(key)}\";"))}}
                }
        """,
        """
                    location / {
                        if ($target = "") { return 404; }
                        add_header Cache-Control "public, max-age=3600" always;
                        return 301 $target;
                    }
        """);

    private async Task<(ServerProcess Node, ServerProcess Redis)> StartNodeAsync(IEnumerable<string> keys)
    {
        var redis = Run(await Peers.StartRedisAsync());
        await using (var multiplexer = await ConnectionMultiplexer.ConnectAsync(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{redis.Port}")))
        {
            await Task.WhenAll(keys.Select(key => multiplexer.GetDatabase().StringSetAsync("link:" + key, BenchLinks.UrlOf(key))));
        }

        return (Run(await Peers.StartNodeAsync("redirect.js", redis.Port.ToString(CultureInfo.InvariantCulture))), redis);
    }

    private static HttpLoad Load(string name, LocalHostServer app, ServerProcess redis, KeyFile keys) =>
        Load(name, new ContenderProcesses(app.Process, redis), keys, new CacheLevels(app.Admin).SinceLastAsync);

    // At a fixed rate a process for each connection, because those of one process ask for the same keys, of which only the first
    // would be cold; and from the end of the list, to which the closed loop doesn't come in a short run.
    private static HttpLoad Load(string name, ContenderProcesses processes, KeyFile keys, Func<Task<string>>? note = null) => new(
        new WrkLoad(name, processes.Server.Address, "UrlShortening/redirect.lua", [keys.Path], note),
        new H2Load(name, processes.Server.Address, new H2LoadRequests([.. keys.Keys.Reverse().Select(key => "/" + key)]), H2Load.Connections, note),
        processes);

    private T Run<T>(T server)
        where T : IAsyncDisposable
    {
        running.Add(server);
        return server;
    }
}
