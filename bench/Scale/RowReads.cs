using System.Globalization;
using Microsoft.Extensions.Options;
using Serverless.Bench.Harness;
using Serverless.Core.Redis;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Bench.Scale;

/// <summary>Instances that follow links one after the other, and the rows that they read.</summary>
/// <param name="believed">How long Redis believes a link.</param>
public sealed class RowReads(string name, RedisUse redis, EmulatedTables tables, ZipfLoad load, TimeSpan believed) : IContender
{
    public const int Instances = 4;

    private const int MemoryLinks = 10_000;
    private const double MemorySeconds = 30;

    public string Name => name;

    public bool WarmsUp => false;

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        await redis.EmptyAsync();
        await using var connection = new RedisConnection(redis.Configuration);
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<LinkMetrics>().BuildServiceProvider();
        var options = Options.Create(new LinksOptions { CacheFor = believed, MemoryLinks = MemoryLinks });
        var followers = Enumerable.Range(0, Instances).Select(_ => Instance(connection, services, options)).ToArray();

        var isShort = believed.TotalSeconds <= MemorySeconds;
        var warm = isShort ? await FollowAsync(followers, 0, int.MaxValue, 2 * believed) : new Followed(0, [], TimeSpan.Zero);
        var before = tables.Reads;
        var measured = await FollowAsync(followers, warm.Next, isShort ? int.MaxValue : load.Redirects.Count, isShort ? believed : TimeSpan.MaxValue);

        var count = measured.Next - warm.Next;
        var (rate, reads) = (count / measured.Elapsed.TotalSeconds, (tables.Reads - before) / (double)count);
        var predicted = isShort
            ? load.Popularity.Sum(share => share / (1 + (share * rate * believed.TotalSeconds)))
            : LinkCaches.Different(load.Popularity, rate, measured.Elapsed.TotalSeconds) / count;
        return Sample.Of(measured.Latencies, measured.Elapsed, string.Create(CultureInfo.InvariantCulture, $"{reads:0.0000} rows read a redirect, {predicted:0.0000} predicted: {reads / predicted:0.00}"));
    }

    private LinkFollower Instance(RedisConnection connection, ServiceProvider services, IOptions<LinksOptions> options)
    {
        var metrics = services.GetRequiredService<LinkMetrics>();
        return new LinkFollower(
            tables.Links, new LinkMemory(options, TimeProvider.System), new RedisLinkCache(connection, believed, metrics, TimeProvider.System), metrics, TimeProvider.System);
    }

    private async Task<Followed> FollowAsync(LinkFollower[] followers, int from, int to, TimeSpan atMost)
    {
        var (latencies, start, next) = (new List<TimeSpan>(), TimeProvider.System.GetTimestamp(), from);
        for (; next < to && TimeProvider.System.GetElapsedTime(start) < atMost; next++)
        {
            var (key, asked) = (load.Redirects[next % load.Redirects.Count], TimeProvider.System.GetTimestamp());
            var found = await followers[next % followers.Length].FollowAsync(key, CancellationToken.None);
            latencies.Add(TimeProvider.System.GetElapsedTime(asked));
            if (found.Target is null)
            {
                throw new BenchException($"{key} was answered {found.Status}.");
            }
        }

        return new Followed(next, latencies, TimeProvider.System.GetElapsedTime(start));
    }

    private sealed record Followed(int Next, IReadOnlyList<TimeSpan> Latencies, TimeSpan Elapsed);
}
