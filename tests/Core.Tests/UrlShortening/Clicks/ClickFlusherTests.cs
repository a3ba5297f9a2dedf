using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;

namespace Serverless.Core.Tests.UrlShortening.Clicks;

/// <summary>How clicks get from the process into the store.</summary>
public sealed class ClickFlusherTests : IDisposable
{
    private readonly FakeTimeProvider time = new(SampleLinks.Start);
    private readonly InMemoryClickStore store = new();
    private readonly HeardBatches listener = new();
    private readonly ClickCounter counter;
    private readonly ClickFlusher flusher;

    public ClickFlusherTests()
    {
        var metrics = FollowingInstance.CreateMetrics();
        counter = new ClickCounter(metrics, time);
        flusher = new ClickFlusher(counter, store, [listener], new InstanceId("one"), metrics, time, NullLogger<ClickFlusher>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => flusher.Dispose();

    [Fact]
    public async Task Stores_each_click_once_by_day_and_referrer()
    {
        Click(3);
        Click(1, "example.com");
        time.Advance(TimeSpan.FromDays(1));
        Click(2);
        Assert.True(await flusher.FlushAsync(Cancel));
        Assert.True(await flusher.FlushAsync(Cancel));
        Assert.Equal(new long[] { 3, 1, 2 }, await StoredAsync());
        Assert.Equal(1, store.Batches);
        Assert.Empty(flusher.Pending("abcd", "nonce"));
    }

    [Theory]
    [InlineData(Fault.RequestLost)]
    [InlineData(Fault.AnswerLost)]
    public async Task Neither_loses_nor_doubles_what_it_had_to_send_again(Fault fault)
    {
        Click(3);
        store.Fail(fault, fault);
        Assert.False(await flusher.FlushAsync(Cancel));
        Click(4);
        Assert.False(await flusher.FlushAsync(Cancel));
        Assert.Equal(7, flusher.Pending("abcd", "nonce").Sum(count => count.Clicks));
        Assert.True(await flusher.FlushAsync(Cancel));
        Assert.Equal(7, (await StoredAsync()).Sum());
    }

    [Fact]
    public async Task Tells_of_each_batch_once_and_only_when_it_is_stored()
    {
        Click(3, "example.com");
        store.Fail(Fault.RequestLost, Fault.AnswerLost);
        Assert.False(await flusher.FlushAsync(Cancel));
        Assert.False(await flusher.FlushAsync(Cancel));
        Assert.Empty(listener.All);
        Assert.True(await flusher.FlushAsync(Cancel));
        Assert.True(await flusher.FlushAsync(Cancel));
        Assert.Equal(3, Assert.Single(Assert.Single(listener.All).Clicks).Clicks);
    }

    [Fact]
    public async Task Flushes_in_time_while_nothing_happens()
    {
        using var service = new ClickFlushService(flusher, time);
        await service.StartAsync(Cancel);
        Click(1);
        while (store.Batches == 0)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            Cancel.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(new long[] { 1 }, await StoredAsync());
    }

    [Fact]
    public async Task Flushes_when_the_app_stops()
    {
        using var service = new ClickFlushService(flusher, time);
        await service.StartAsync(Cancel);
        Click(5);
        await service.StopAsync(Cancel);
        Assert.Equal(new long[] { 5 }, await StoredAsync());
    }

    [Fact]
    public async Task Counts_each_of_many_clicks_at_the_same_time_once_while_they_are_taken()
    {
        var taken = 0L;
        var done = false;
        var taking = Task.Run(
            () =>
            {
                while (!Volatile.Read(ref done))
                {
                    taken += counter.Take().Sum(count => count.Clicks);
                }
            },
            Cancel);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Click(50_000), Cancel)));
        Volatile.Write(ref done, true);
        await taking;
        Assert.Equal(200_000, taken + counter.Take().Sum(count => count.Clicks));
    }

    [Fact]
    public void Counts_referrers_together_when_there_are_too_many()
    {
        for (var i = 0; i < ClickCounter.MaxSlots + 10; i++)
        {
            Click(1, $"host-{i.ToString(CultureInfo.InvariantCulture)}.example");
        }

        Assert.True(counter.IsFull);
        var taken = counter.Take();
        Assert.Equal(ClickCounter.MaxSlots + 1, taken.Count);
        Assert.Equal(10, taken.Single(count => count.Slot.Referrer == ReferrerHost.Other).Clicks);
        Assert.False(counter.IsFull);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("https://Example.com:8443/a?b", "example.com")]
    [InlineData("https://example.com.", "example.com")]
    [InlineData("android-app://com.example/", "")]
    [InlineData("about:blank", "")]
    [InlineData("https://a b/", "")]
    public void Knows_a_visitor_by_the_host_they_came_from(string? referrer, string host) => Assert.Equal(host, ReferrerHost.Of(referrer));

    private void Click(int times, string referrer = "")
    {
        for (var i = 0; i < times; i++)
        {
            counter.Count("abcd", "nonce", referrer, isBot: false);
        }
    }

    private async Task<long[]> StoredAsync() =>
    [
        .. (await store.ListAsync("abcd", "nonce", Cancel)).OrderBy(day => day.Day)
            .SelectMany(day => day.Clicks.Named.OrderBy(referrer => referrer.Key, StringComparer.Ordinal)).Select(referrer => referrer.Value.Clicks),
    ];

    private sealed class HeardBatches : IClickListener
    {
        public List<ClickBatch> All { get; } = [];

        public void Hear(ClickBatch batch) => All.Add(batch);
    }
}
