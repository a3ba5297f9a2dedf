using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Bench.Harness;
using Serverless.Core.Redis;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Bench.Scale;

/// <summary>Instances that count clicks and flush them to Redis, and a run that takes each bucket into the table.</summary>
public sealed class ClickTransactions(string name, RedisUse redis, EmulatedTables tables, ZipfLoad load, Figures costs) : IContender
{
    /// <summary>Of each instance, within the run: one every ten seconds of a quarter of an hour.</summary>
    public const int Flushes = 90;

    private const string Nonce = "0123456789ab";

    public string Name => name;

    public bool WarmsUp => false;

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        await redis.EmptyAsync();
        await using var connection = new RedisConnection(redis.Configuration);
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<LinkMetrics>().BuildServiceProvider();
        var (metrics, buckets) = (services.GetRequiredService<LinkMetrics>(), new RedisClickBuckets(connection));
        var (before, start) = (tables.Transactions, TimeProvider.System.GetTimestamp());

        await FlushAsync(new RolledUpClickStore(tables.Clicks, tables.ClickRows, buckets), metrics);
        var (stored, latencies) = await RollUpAsync(new ClickRollUp(metrics, tables.ClickRows, buckets));

        if (stored != load.Redirects.Count)
        {
            throw new BenchException($"{stored} of {load.Redirects.Count} clicks were stored.");
        }

        var rows = LinkCaches.Different(load.Popularity, load.Redirects.Count, 1);
        var (counted, predicted) = (tables.Transactions - before, LinkDemand.Transactions(costs, rows));
        return Sample.Of(latencies, TimeProvider.System.GetElapsedTime(start), string.Create(
            CultureInfo.InvariantCulture,
            $"{(double)counted / stored:0.00000} transactions a click, {predicted / stored:0.00000} predicted: {counted / predicted:0.00}"));
    }

    private async Task FlushAsync(RolledUpClickStore store, LinkMetrics metrics)
    {
        for (var instance = 0; instance < RowReads.Instances; instance++)
        {
            var counter = new ClickCounter(metrics, TimeProvider.System);
            using var flusher = new ClickFlusher(
                counter, store, [], new InstanceId($"bench-{instance}"), metrics, TimeProvider.System, NullLogger<ClickFlusher>.Instance);
            var own = load.Redirects.Where((_, number) => number % RowReads.Instances == instance).ToArray();
            foreach (var clicks in own.Chunk((own.Length + Flushes - 1) / Flushes))
            {
                foreach (var key in clicks)
                {
                    counter.Count(key, Nonce, referrer: "", isBot: false);
                }

                if (!await flusher.FlushAsync(CancellationToken.None))
                {
                    throw new BenchException("Redis did not take the clicks.");
                }
            }
        }
    }

    private static async Task<(long Stored, IReadOnlyList<TimeSpan> Latencies)> RollUpAsync(ClickRollUp rollUp)
    {
        var run = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60 / ClickRun.Grid * ClickRun.Grid;
        var (stored, latencies) = (0L, new List<TimeSpan>());
        for (var bucket = 0; bucket < LinkShard.Buckets; bucket++)
        {
            var start = TimeProvider.System.GetTimestamp();
            stored += await rollUp.RunAsync(new ClickRun(bucket, run), CancellationToken.None);
            latencies.Add(TimeProvider.System.GetElapsedTime(start));
        }

        return (stored, latencies);
    }
}
