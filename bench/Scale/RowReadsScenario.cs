using System.Globalization;
using Serverless.Bench.Harness;
using Serverless.Bench.UrlShortening;

namespace Serverless.Bench.Scale;

/// <summary>
/// Rows that are read for a redirect, and transactions that write its clicks, counted at the wire between several instances, a
/// redis-server and Azurite, beside what <see cref="LinkCaches"/> and <see cref="LinkDemand"/> say. <c>LINKS</c> sets how many links there are, <c>REDIRECTS</c> how many are followed.
/// </summary>
public sealed class RowReadsScenario : IScenario
{
    private const int Links = 100_000;
    private const int Redirects = 60_000;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly List<IAsyncDisposable> started = [];

    public string Name => "scale-reads";

    public async Task<IReadOnlyList<Comparison>> PrepareAsync(Workspace workspace)
    {
        var redis = Keep(await RedisUse.StartAsync());
        var azurite = Keep(await EmulatedTables.StartAsync());
        var (links, redirects) = (Setting("LINKS", Links), Setting("REDIRECTS", Redirects));
        var inputs = ScaleInputs.Read();
        var load = new ZipfLoad(BenchLinks.Keys(links), inputs.Load["linkPopularity"], redirects);
        await azurite.FillAsync(load.Followed);
        return
        [
            new Comparison(
                "Rows read by redirects",
                "redirects",
                string.Create(CultureInfo.InvariantCulture, $"{redirects:N0} redirects to {links:N0} links by Zipf's law, at {RowReads.Instances} instances in turn. Stored are those that are followed."),
                [
                    new RowReads("believed for a day, from the first redirect on", redis, azurite, load, Day),
                    new RowReads("believed for half a minute, once as much has passed", redis, azurite, load, TimeSpan.FromSeconds(30)),
                ]),
            new Comparison(
                "Transactions by clicks",
                "buckets",
                string.Create(CultureInfo.InvariantCulture, $"The clicks of these redirects, flushed {ClickTransactions.Flushes} times by each of {RowReads.Instances} instances, and rolled up once: into rows, of which up to a hundred are a transaction."),
                [new ClickTransactions("gathered in Redis, rolled up into the table", redis, azurite, load, inputs.Costs)]),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var item in started)
        {
            await item.DisposeAsync();
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private T Keep<T>(T item)
        where T : IAsyncDisposable
    {
        started.Insert(0, item);
        return item;
    }
}
