using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.UrlShortening;

/// <summary>What operations cost with a thousand links in the store and with a million.</summary>
public sealed class ManyLinksScenario : IScenario
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;

    private readonly List<FilledShortener> filled = [];

    public string Name => "links-million";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        var keys = BenchLinks.Keys(Many);
        filled.Add(await FilledShortener.CreateAsync(workspace.NewFolder("few"), [.. keys.Take(Few)]));
        filled.Add(await FilledShortener.CreateAsync(workspace.NewFolder("many"), keys));
        return
        [
            Compare("Following a link, past the caches", "redirects", "One at a time, keys by chance, to the row.", StoreOperations.FollowAsync),
            Compare("Listing own links", "pages", $"Pages of {StoreOperations.PageSize} at places by chance, of the owner of all links, one at a time.", StoreOperations.ListAsync),
            Compare("Creating a link", "links", $"{StoreOperations.InFlight} in flight.", StoreOperations.CreateAsync),
            Compare("Cleaning up an expired link", "links", "The partitions of 1,000 links that have expired, divided by the links.", StoreOperations.CleanUpAsync),
            Compare("The clean-up's timer", "runs", "Every five minutes: a look at 64 shards, with nothing due, and eight of them counted for the size of the quarantine.", StoreOperations.LookAsync),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var shortener in filled)
        {
            await shortener.DisposeAsync();
        }
    }

    private Comparison Compare(string title, string unit, string explanation, Func<FilledShortener, Task<Work>> run) => new(
        title, unit, explanation, [.. filled.Select(shortener => new StoreOperation(string.Create(CultureInfo.InvariantCulture, $"{shortener.Keys.Count:N0} links"), shortener, run))]);
}
