using Serverless.Bench.Harness;

namespace Serverless.Bench.UrlShortening;

/// <summary>Links created a second, beside a database that stores the same rows and does nothing else.</summary>
public sealed class CreateScenario : IScenario
{
    private const string ContenderName = "Serverless, POST /api/links";
    private const int LoadProcesses = 16;

    private BareCommits? bare;
    private LocalHostServer? app;

    public string Name => "links-create";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        bare = await BareCommits.StartAsync(workspace.NewFolder("bare"));
        app = await LocalHostServer.StartAsync(workspace.NewFolder("data"));
        return
        [
            new Comparison(
                "Creating links, 64 in flight",
                "links",
                "A link is three rows and is answered when they are on the disk. The first row has its callers in its own process: no HTTP, no JSON, no checks, no keys.",
                [bare, Load(app)]),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        if (bare is not null)
        {
            await bare.DisposeAsync();
        }
    }

    private static HttpLoad Load(LocalHostServer app)
    {
        var requests = new H2LoadRequests(["/api/links"])
        {
            Headers = LocalHostServer.JsonHeaders,
            Body = number => $$"""{"url":"https://example.com/orders/{{number:000000000}}?sig=%2Bx%2F"}""",
        };
        return new HttpLoad(
            new WrkLoad(ContenderName, app.Address, "UrlShortening/create.lua", [LocalHostServer.AdminKey]),
            new H2Load(ContenderName, app.Address, requests, LoadProcesses),
            new ContenderProcesses(app.Process));
    }
}
