using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging.Push;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>Requests of a turn to an endpoint that allows so many a minute.</summary>
public sealed class DeliveryPaceTests
{
    private readonly FakeTimeProvider time = new(SampleMessages.Start);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset Cutoff => SampleMessages.Start.AddSeconds(30);

    [Fact]
    public async Task Spaces_requests_evenly_however_many_wait_at_once()
    {
        var pace = new DeliveryPace(30, lanes: 1, time);
        var waiting = Enumerable.Range(0, 8).Select(_ => pace.WaitAsync(Cutoff, Cancel)).ToArray();
        for (var i = 0; i < waiting.Length; i++)
        {
            Assert.True(await waiting[i]);
            time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
            Assert.All(waiting[(i + 1)..], later => Assert.False(later.IsCompleted));
            time.Advance(TimeSpan.FromTicks(1));
        }

        Assert.Equal(TimeSpan.Zero, pace.Rest);
    }

    [Theory]
    [InlineData(60, 1, 1)]
    [InlineData(60, 4, 4)]
    [InlineData(1, 64, 3840)]
    public void Shares_the_rate_among_lanes(int rate, int lanes, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new DeliveryPace(rate, lanes, time).Interval);

    [Fact]
    public async Task Begins_nothing_after_the_slice_and_books_no_time_for_it()
    {
        var pace = new DeliveryPace(3, lanes: 1, time);
        Assert.True(await pace.WaitAsync(Cutoff, Cancel));
        var second = pace.WaitAsync(Cutoff, Cancel);
        Assert.False(await pace.WaitAsync(Cutoff, Cancel));
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(await second);
        Assert.Equal(TimeSpan.FromSeconds(20), pace.Rest);
    }

    [Fact]
    public async Task Waits_for_nothing_without_a_rate()
    {
        var pace = new DeliveryPace(null, lanes: 1, time);
        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(await pace.WaitAsync(Cutoff, Cancel));
        }

        Assert.Equal((TimeSpan.Zero, int.MaxValue), (pace.Rest, pace.Fits(TimeSpan.FromSeconds(1))));
        Assert.False(await pace.WaitAsync(SampleMessages.Start, Cancel));
    }

    [Theory]
    [InlineData(60, 30, 31)]
    [InlineData(2, 30, 2)]
    [InlineData(1, 30, 1)]
    public void Fits_so_many_into_a_slice(int rate, double seconds, int requests) =>
        Assert.Equal(requests, new DeliveryPace(rate, lanes: 1, time).Fits(TimeSpan.FromSeconds(seconds)));
}
