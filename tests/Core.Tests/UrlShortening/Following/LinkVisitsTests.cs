using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.Tests.UrlShortening.Following;

/// <summary>How the visits to one remembered link are counted.</summary>
public sealed class LinkVisitsTests : IDisposable
{
    private const string Key = "hot-";
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";

    private static readonly DateTimeOffset BeforeMidnight = new(SampleLinks.Start.UtcDateTime.Date.AddDays(1).AddSeconds(-1), TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(BeforeMidnight);
    private readonly InMemoryLinkStore links = new();
    private readonly ClickCounter counter;
    private readonly ClickFlusher flusher;
    private readonly BlockList blocked = new(new ChangingOptions<LinksOptions>(new LinksOptions()), NullLogger<BlockList>.Instance);
    private readonly LinkVisits visits;

    public LinkVisitsTests()
    {
        var instance = new FollowingInstance(links, time);
        counter = new ClickCounter(instance.Metrics, time);
        flusher = new ClickFlusher(counter, new InMemoryClickStore(), [], new InstanceId("one"), instance.Metrics, time, NullLogger<ClickFlusher>.Instance);
        visits = new LinkVisits(instance.Follower, blocked, new KnownRobots(), counter, flusher);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        flusher.Dispose();
        blocked.Dispose();
    }

    [Fact]
    public async Task Counts_each_click_for_its_day_and_referrer()
    {
        await links.TryAddAsync(SampleLinks.Link(Key), Cancel);
        await VisitAsync(times: 2);
        await VisitAsync(times: 3, "https://example.com/a");
        await VisitAsync(times: 1);
        time.Advance(TimeSpan.FromSeconds(1));
        await VisitAsync(times: 4);
        var day = DateOnly.FromDateTime(BeforeMidnight.UtcDateTime);
        (DateOnly, string, long)[] expected = [(day, "", 3), (day, "example.com", 3), (day.AddDays(1), "", 4)];
        Assert.Equal(expected, counter.Take().Select(count => (count.Slot.Day, count.Slot.Referrer, count.Clicks)).Order());
    }

    [Fact]
    public async Task Counts_robots_and_browsers_that_look_ahead_apart_from_people_and_a_look_at_the_headers_not_at_all()
    {
        await links.TryAddAsync(SampleLinks.Link(Key), Cancel);
        await VisitAsync(times: 2);
        await VisitAsync(times: 3, new Visitor(null, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", IsPrefetch: false, Counts: true));
        await VisitAsync(times: 4, new Visitor(null, Browser, IsPrefetch: true, Counts: true));
        await VisitAsync(times: 5, new Visitor(null, Browser, IsPrefetch: false, Counts: false));
        await VisitAsync(times: 6, new Visitor(null, null, IsPrefetch: false, Counts: true));
        Assert.Equal([(false, 2), (true, 13)], counter.Take().Select(count => (count.Slot.IsBot, count.Clicks)).Order());
    }

    [Fact]
    public async Task Counts_anew_after_clicks_were_taken()
    {
        await links.TryAddAsync(SampleLinks.Link(Key), Cancel);
        await VisitAsync(times: 2);
        Assert.Equal(2, Assert.Single(counter.Take()).Clicks);
        await VisitAsync(times: 3);
        Assert.Equal(3, Assert.Single(counter.Take()).Clicks);
        Assert.Empty(counter.Take());
    }

    [Fact]
    public async Task Loses_no_click_that_comes_while_others_are_taken()
    {
        const int Visitors = 4;
        const int Each = 20_000;
        await links.TryAddAsync(SampleLinks.Link(Key), Cancel);
        var visiting = Task.WhenAll(Enumerable.Range(0, Visitors).Select(_ => Task.Run(() => VisitAsync(Each), Cancel)));
        var taken = 0L;
        while (!visiting.IsCompleted)
        {
            taken += counter.Take().Sum(count => count.Clicks);
        }

        await visiting;
        Assert.Equal(Visitors * Each, taken + counter.Take().Sum(count => count.Clicks));
    }

    private Task VisitAsync(int times, string? referrer = null) => VisitAsync(times, new Visitor(referrer, Browser, IsPrefetch: false, Counts: true));

    private async Task VisitAsync(int times, Visitor visitor)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(LinkStatus.Ok, (await visits.VisitAsync(Key, visitor, Cancel)).Status);
        }
    }
}
