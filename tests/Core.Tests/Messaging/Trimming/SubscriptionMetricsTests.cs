using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Trimming;

namespace Serverless.Core.Tests.Messaging.Trimming;

/// <summary>What an operator sees of subscriptions, by way of gauges.</summary>
public sealed class SubscriptionMetricsTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly IMeterFactory meters = PublishingInstance.CreateMeters();
    private readonly MeterListener listener = new();
    private readonly List<(string Name, string Subscription, double Value)> seen = [];
    private readonly Dictionary<string, SubscriptionStats> stats = [];
    private readonly Topic topic = SampleMessages.Topic();
    private readonly BacklogWatch watch;

    public SubscriptionMetricsTests()
    {
        watch = new BacklogWatch(
            (_, subscription, _) => Task.FromResult(stats.GetValueOrDefault(subscription.Name) ?? new SubscriptionStats(1, null, 0, 0, 0, false, false)),
            time,
            new SubscriptionMetrics(meters, time));
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
    }

    [Fact]
    public async Task Says_how_each_subscription_stands_and_nothing_of_one_that_is_gone()
    {
        stats["behind"] = new SubscriptionStats(6, TimeSpan.FromMinutes(2), 3, 4, 0, false, false) { Parked = 2 };
        Note("behind", 7, letters: 9);
        Note("done", 0, letters: 5);
        Note("fresh", 0);
        await watch.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal([("orders/behind", 6), ("orders/done", 0), ("orders/fresh", 0)], Observe("backlog"));
        Assert.Equal([("orders/behind", 120)], Observe("oldest_unacknowledged_age"));
        Assert.Equal([("orders/behind", 3), ("orders/done", 0), ("orders/fresh", 0)], Observe("outstanding"));
        Assert.Equal([("orders/behind", 2), ("orders/done", 0), ("orders/fresh", 0)], Observe("parked"));
        Assert.Equal([("orders/behind", 4), ("orders/done", 5), ("orders/fresh", 0)], Observe("dead_letters"));

        Note("fresh", 0);
        await watch.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal([("orders/fresh", 0)], Observe("backlog"));
        time.Advance(BacklogWatch.TrustedFor + TimeSpan.FromSeconds(1));
        Assert.Empty(Observe("backlog"));
    }

    [Fact]
    public async Task Names_the_largest_backlogs_and_sums_up_the_others()
    {
        for (var i = 1; i <= 300; i++)
        {
            Note($"s{i}", i);
            stats[$"s{i}"] = new SubscriptionStats(i, TimeSpan.FromSeconds(i), 0, 0, 0, false, false);
        }

        await watch.CompleteAsync(TestContext.Current.CancellationToken);
        var backlogs = Observe("backlog");
        Assert.Equal(SubscriptionMetrics.MostNamed + 1, backlogs.Count);
        Assert.Contains(("orders/s101", 101), backlogs);
        Assert.Contains(("(other)/(other)", Enumerable.Range(1, 100).Sum()), backlogs);
        Assert.DoesNotContain(backlogs, each => each.Item1 == "orders/s100");
        Assert.Equal(BacklogWatch.MostStreams, Observe("oldest_unacknowledged_age").Count);
        Assert.DoesNotContain(Observe("parked"), each => each.Item1 == "orders/s150");
    }

    public void Dispose() => listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        seen.Add((instrument.Name, string.Join('/', tags.ToArray().Select(tag => tag.Value)), value));

    private List<(string, double)> Observe(string gauge)
    {
        seen.Clear();
        listener.RecordObservableInstruments();
        return [.. seen.Where(each => each.Name == $"serverless.subscriptions.{gauge}").Select(each => (each.Subscription, each.Value)).Order()];
    }

    private void Note(string name, long backlog, int? letters = null)
    {
        var subscription = SampleMessages.Subscription(topic, name);
        watch.Know(topic, subscription);
        watch.Note(StreamHead.Initial with { Next = 10_000 }, new Dictionary<string, long> { [subscription.Id] = 10_000 - backlog });
        if (letters is { } count)
        {
            watch.NoteLetters(subscription.Id, StreamHead.Initial with { Next = 100 }, new Dictionary<string, long> { [subscription.Id] = 100 - count });
        }
    }
}
