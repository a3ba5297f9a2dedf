using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Trimming;
using Serverless.Core.Storage;
using Serverless.Core.Tests.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Trimming;

/// <summary>Which subscriptions are found to fall behind.</summary>
public sealed class BacklogWatchTests
{
    private readonly TopicsInstance instance = new();
    private readonly FakeTimeProvider time = new();
    private readonly HashSet<string> full = [];
    private readonly Dictionary<string, long> waiting = [];
    private readonly List<string> read = [];
    private readonly BacklogWatch watch;
    private bool isAway;

    public BacklogWatchTests() => watch = new BacklogWatch(
        (_, subscription, _) =>
        {
            read.Add(subscription.Name);
            return isAway
                ? throw new StoreUnavailableException("away")
                : Task.FromResult(new SubscriptionStats(0, null, 0, 0, 0, full.Contains(subscription.Name), false) { Parked = waiting.GetValueOrDefault(subscription.Name) });
        },
        time,
        maySend: push => push.Verified);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backlog_grows_that_is_large_and_was_larger_at_each_of_several_looks()
    {
        Assert.Null(watch.Lagging);
        for (var look = 0; look < 6; look++)
        {
            await LookAsync(("grows", 900 + (look * 100)), ("stands", 5_000), ("shrinks", 9_000 - look), ("small", 10 + look));
            Assert.Equal(look < BacklogWatch.LooksOfGrowth ? [] : [("grows", true)], watch.Lagging!.Select(each => (each.Subscription, each.IsGrowing)));
        }

        await LookAsync(("grows", 1_400), ("stands", 5_000));
        Assert.Empty(watch.Lagging!);
    }

    [Fact]
    public async Task A_full_window_is_told_whatever_its_backlog_and_a_store_that_is_away_ends_no_look()
    {
        full.Add("stuck");
        await LookAsync(("stuck", 3), ("fine", 2), ("done", 0));
        Assert.Equal([new LaggingSubscription("orders", "stuck", 3, IsGrowing: false, IsFull: true)], watch.Lagging);
        Assert.DoesNotContain("done", read);
        isAway = true;
        await LookAsync(("stuck", 3));
        Assert.Empty(watch.Lagging!);
    }

    [Fact]
    public async Task Only_the_largest_backlogs_are_read()
    {
        await LookAsync([.. Enumerable.Range(1, 500).Select(i => ($"s{i}", (long)i))]);
        Assert.Equal(Enumerable.Range(500 - BacklogWatch.MostStreams + 1, BacklogWatch.MostStreams).Reverse().Select(i => $"s{i}"), read);
    }

    [Fact]
    public async Task What_was_seen_is_believed_for_a_while()
    {
        await LookAsync(("a", 1));
        time.Advance(BacklogWatch.TrustedFor + TimeSpan.FromSeconds(1));
        Assert.Null(watch.Lagging);
    }

    [Fact]
    public async Task Of_endpoints_that_messages_wait_for_it_tells_what_is_the_matter()
    {
        await PutPushAsync("gone", push => push, subscription => subscription with { Paused = true, PausedReason = "The endpoint answered 410 Gone." });
        await PutPushAsync("paused", push => push, subscription => subscription with { Paused = true });
        await PutPushAsync("stranger", push => push with { Verified = false });
        await PutPushAsync("fails", push => push with { Slow = true });
        await PutPushAsync("refuses", push => push);
        await PutPushAsync("well", push => push);
        (string, long)[] backlogs = [("gone", 5), ("paused", 6), ("stranger", 7), ("fails", 8), ("refuses", 9), ("well", 4), ("pulled", 3)];
        waiting["refuses"] = waiting["pulled"] = 2;
        Assert.Null(watch.Endpoints);
        await LookAsync(backlogs);
        TroubledEndpoint[] lasting =
        [
            new("orders", "fails", EndpointTrouble.Failing, 8),
            new("orders", "stranger", EndpointTrouble.Unverified, 7),
            new("orders", "gone", EndpointTrouble.Paused, 5, "The endpoint answered 410 Gone."),
        ];
        Assert.Equal(lasting, watch.Endpoints);
        await LookAsync(backlogs);
        Assert.Equal([new("orders", "refuses", EndpointTrouble.Parked, 2), .. lasting], watch.Endpoints);
        await LookAsync([.. backlogs.Select(each => (each.Item1, 0L))]);
        Assert.Empty(watch.Endpoints!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("keepFor")]
    public async Task Trimming_tells_it_how_far_each_subscription_is_behind(string? retention)
    {
        var topic = await instance.TopicAsync(new TopicRequest { Retention = retention is null ? null : new RetentionRequest { Mode = retention, Duration = TimeSpan.FromHours(1) } });
        for (var i = 1; i <= 10; i++)
        {
            await instance.Publishing.PublishOneAsync(topic, $"{i}");
        }

        var (behind, done) = ((await instance.PutAsync("behind")).Subscription!, (await instance.PutAsync("done")).Subscription!);
        var stream = Assert.Single(topic.Streams());
        (instance.Cursors[stream, behind], instance.Cursors[stream, done]) = (4, 11);
        full.Add("behind");
        await new TopicTrimmer(
            instance.Store,
            instance.Publishing.Log,
            instance.Publishing.Reader,
            instance.Cursors,
            null!,
            instance.Publishing.Retry,
            instance.Time,
            NullLogger<TopicTrimmer>.Instance,
            watch).RunAsync(Cancel);
        await watch.CompleteAsync(Cancel);
        Assert.Equal([new LaggingSubscription("orders", "behind", 7, IsGrowing: false, IsFull: true)], watch.Lagging);
    }

    private async Task PutPushAsync(string name, Func<Delivery.Push, Delivery.Push> push, Func<Subscription, Subscription>? change = null)
    {
        var topic = await instance.Store.FindTopicAsync("orders", Cancel) is { } found ? found.Topic : await instance.TopicAsync();
        await instance.PutAsync(name);
        var stored = (await instance.Store.FindSubscriptionAsync(topic.Id, name, Cancel))!;
        var delivery = push(new Delivery.Push("https://example.com/hook", [], Verified: true));
        Assert.True(await instance.Store.TryReplaceSubscriptionAsync(stored, (change ?? (same => same))(stored.Subscription with { Delivery = delivery }), Cancel));
    }

    private async Task LookAsync(params (string Name, long Backlog)[] subscriptions)
    {
        var topic = await instance.Store.FindTopicAsync("orders", Cancel) is { } found ? found.Topic : await instance.TopicAsync();
        foreach (var (name, backlog) in subscriptions)
        {
            var stored = await instance.Store.FindSubscriptionAsync(topic.Id, name, Cancel);
            var subscription = stored?.Subscription ?? (await instance.PutAsync(name)).Subscription!;
            watch.Know(topic, subscription);
            watch.Note(StreamHead.Initial with { Next = 10_000 }, new Dictionary<string, long> { [subscription.Id] = 10_000 - backlog });
        }

        await watch.CompleteAsync(Cancel);
    }
}
