using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;

namespace Serverless.Core.Tests.UrlShortening.Clicks;

/// <summary>A day of a million clicks, through counter, flushes and store, beside an exact count: Zipf's referrers, three in ten robots.</summary>
public sealed class ExactCountTests : IDisposable
{
    private const int Clicks = 1_000_000;
    private const int Largest = 10;
    private const double Robots = 0.3;

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));
    private readonly InMemoryClickStore store = new();
    private readonly ClickCounter counter;
    private readonly ClickFlusher flusher;
    private readonly Dictionary<string, long> people = new(StringComparer.Ordinal);
    private long robots;

    public ExactCountTests()
    {
        var metrics = FollowingInstance.CreateMetrics();
        counter = new ClickCounter(metrics, time);
        flusher = new ClickFlusher(counter, store, [], new InstanceId("one"), metrics, time, NullLogger<ClickFlusher>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => flusher.Dispose();

    [Theory]
    [InlineData(1.1, 1_000)]
    [InlineData(1.0, 100_000)]
    [InlineData(0.8, 20_000)]
    public async Task Counts_everybody_and_knows_the_largest_referrers_of_many(double exponent, int referrers)
    {
        var zipf = new Zipf(exponent, referrers, new Random(20261123));
        for (var i = 0; i < Clicks; i++)
        {
            Click(zipf.NextHost(), zipf.NextDouble() < Robots);
            if (i % 5_000 == 0)
            {
                Assert.True(await flusher.FlushAsync(Cancel));
                time.Advance(TimeSpan.FromDays(1) / (Clicks / 5_000 + 1));
            }
        }

        Assert.True(await flusher.FlushAsync(Cancel));
        Agrees(LinkStats.Of(await store.ListAsync("abcd", "nonce", Cancel)));
    }

    private void Agrees(LinkStats stats)
    {
        Assert.Equal((people.Values.Sum(), robots), (stats.Clicks, stats.Bots));
        Assert.Equal(Clicks, stats.Clicks + stats.Bots);
        var day = Assert.Single(stats.Days);
        Assert.Equal((stats.Clicks, stats.Bots), (day.Clicks, day.Bots));
        Assert.Equal(stats.Clicks, stats.Referrers.Sum(referrer => referrer.Clicks));
        var exact = people.OrderByDescending(pair => pair.Value).Take(Largest).Select(pair => new LinkStats.ReferrerClicks(pair.Key, pair.Value));
        Assert.Equal(exact, stats.Referrers.Take(Largest));
        Assert.InRange(stats.ReferrerError, 0, Clicks / ClickSummary.MaxNamed);
        Assert.All(stats.Referrers.Where(referrer => referrer.Host != ReferrerHost.Other), referrer =>
            Assert.InRange(people[referrer.Host] - referrer.Clicks, 0, stats.ReferrerError));
    }

    private void Click(string host, bool isRobot)
    {
        counter.Count("abcd", "nonce", host, isRobot);
        if (isRobot)
        {
            robots++;
        }
        else
        {
            people[host] = people.GetValueOrDefault(host) + 1;
        }
    }

    /// <summary>Hosts of which the k-th comes k^-exponent times as often as the first.</summary>
    private sealed class Zipf
    {
        private readonly Random random;
        private readonly double[] cumulative;
        private readonly string[] hosts;

        public Zipf(double exponent, int referrers, Random random)
        {
            this.random = random;
            cumulative = new double[referrers];
            hosts = [.. Enumerable.Range(1, referrers).Select(k => string.Create(CultureInfo.InvariantCulture, $"host-{k}.example"))];
            var sum = 0.0;
            for (var k = 0; k < referrers; k++)
            {
                cumulative[k] = sum += Math.Pow(k + 1, -exponent);
            }
        }

        public double NextDouble() => random.NextDouble();

        public string NextHost()
        {
            var found = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
            return hosts[found < 0 ? ~found : found];
        }
    }
}
