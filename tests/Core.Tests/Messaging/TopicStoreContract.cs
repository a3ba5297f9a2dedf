using System.Text.Json;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging;

/// <summary>What every <see cref="ITopicStore"/> does.</summary>
public abstract class TopicStoreContract
{
    private const int Racers = 16;

    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract ITopicStore Store { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_nothing_that_was_never_added()
    {
        Assert.Null(await Store.FindTopicAsync("orders", Cancel));
        Assert.Null(await Store.FindSubscriptionAsync("id", "mail", Cancel));
        Assert.Empty(await Store.ListSubscriptionsAsync("id", null, 10, Cancel));
    }

    [Fact]
    public async Task Finds_a_topic_with_all_it_has()
    {
        var topic = SampleMessages.Topic(shards: 64) with { Retention = Retention.KeepFor(TimeSpan.FromHours(3)), MaxAge = TimeSpan.FromDays(1.5) };
        Assert.True(await Store.TryAddTopicAsync(topic, Cancel));
        Assert.Equal(topic, (await Store.FindTopicAsync("orders", Cancel))?.Topic);
    }

    [Fact]
    public async Task Tells_names_apart_that_differ_in_case()
    {
        Assert.True(await Store.TryAddTopicAsync(SampleMessages.Topic("a"), Cancel));
        Assert.True(await Store.TryAddTopicAsync(SampleMessages.Topic("A"), Cancel));
        Assert.Null(await Store.FindTopicAsync("ä", Cancel));
    }

    [Fact]
    public async Task Finds_a_subscription_with_all_it_has()
    {
        var topic = SampleMessages.Topic();
        foreach (var subscription in Various(topic))
        {
            Assert.True(await Store.TryAddSubscriptionAsync(subscription, Cancel));
            var found = await Store.FindSubscriptionAsync(topic.Id, subscription.Name, Cancel);
            Assert.Equal(Text(subscription), Text(found!.Subscription));
        }
    }

    [Fact]
    public async Task Refuses_to_add_what_is_there()
    {
        var topic = SampleMessages.Topic();
        await Store.TryAddTopicAsync(topic, Cancel);
        await Store.TryAddSubscriptionAsync(SampleMessages.Subscription(topic), Cancel);
        Assert.False(await Store.TryAddTopicAsync(SampleMessages.Topic(), Cancel));
        Assert.False(await Store.TryAddSubscriptionAsync(SampleMessages.Subscription(topic), Cancel));
        Assert.True(await Store.TryAddSubscriptionAsync(SampleMessages.Subscription(SampleMessages.Topic()), Cancel));
        Assert.Equal(topic.Id, (await Store.FindTopicAsync("orders", Cancel))?.Topic.Id);
    }

    [Fact]
    public async Task Replaces_only_what_was_read()
    {
        var topic = SampleMessages.Topic();
        await Store.TryAddTopicAsync(topic, Cancel);
        var read = (await Store.FindTopicAsync("orders", Cancel))!;
        var changed = topic with { MaxAge = TimeSpan.FromHours(1) };
        Assert.True(await Store.TryReplaceTopicAsync(read, changed, Cancel));
        Assert.False(await Store.TryReplaceTopicAsync(read, topic, Cancel));
        Assert.False(await Store.TryDeleteTopicAsync(read, Stone(topic), Cancel));
        Assert.Equal(changed, (await Store.FindTopicAsync("orders", Cancel))?.Topic);
        Assert.Empty(await Store.ListTombstonesAsync(null, 10, Cancel));
    }

    [Fact]
    public async Task Replaces_only_the_subscription_that_was_read()
    {
        var topic = SampleMessages.Topic();
        var subscription = SampleMessages.Subscription(topic);
        await Store.TryAddSubscriptionAsync(subscription, Cancel);
        var read = (await Store.FindSubscriptionAsync(topic.Id, "mail", Cancel))!;
        Assert.True(await Store.TryReplaceSubscriptionAsync(read, subscription with { Paused = true }, Cancel));
        Assert.False(await Store.TryReplaceSubscriptionAsync(read, subscription, Cancel));
        Assert.False(await Store.TryDeleteSubscriptionAsync(read, Stone(topic, subscription), Cancel));
        Assert.True((await Store.FindSubscriptionAsync(topic.Id, "mail", Cancel))?.Subscription.Paused);
    }

    [Fact]
    public async Task Leaves_a_tombstone_and_a_free_name_where_a_topic_was()
    {
        var topic = SampleMessages.Topic();
        await Store.TryAddTopicAsync(topic, Cancel);
        Assert.True(await Store.TryDeleteTopicAsync((await Store.FindTopicAsync("orders", Cancel))!, Stone(topic), Cancel));
        Assert.Null(await Store.FindTopicAsync("orders", Cancel));
        Assert.True(await Store.TryAddTopicAsync(SampleMessages.Topic(), Cancel));
        Assert.Equal([Stone(topic)], await Store.ListTombstonesAsync(null, 10, Cancel));
        await Store.RemoveTombstoneAsync(topic.Id, Cancel);
        await Store.RemoveTombstoneAsync(topic.Id, Cancel);
        Assert.Empty(await Store.ListTombstonesAsync(null, 10, Cancel));
    }

    [Fact]
    public async Task Leaves_a_tombstone_and_a_free_name_where_a_subscription_was()
    {
        var topic = SampleMessages.Topic();
        var subscription = SampleMessages.Subscription(topic);
        await Store.TryAddSubscriptionAsync(subscription, Cancel);
        var read = (await Store.FindSubscriptionAsync(topic.Id, "mail", Cancel))!;
        Assert.True(await Store.TryDeleteSubscriptionAsync(read, Stone(topic, subscription), Cancel));
        Assert.Null(await Store.FindSubscriptionAsync(topic.Id, "mail", Cancel));
        Assert.True(await Store.TryAddSubscriptionAsync(SampleMessages.Subscription(topic), Cancel));
        Assert.Equal([Stone(topic, subscription)], await Store.ListTombstonesAsync(null, 10, Cancel));
        Assert.False(await Store.TryReplaceSubscriptionAsync(read, subscription, Cancel));
    }

    [Fact]
    public async Task Lists_topics_by_name_page_by_page()
    {
        foreach (var name in new[] { "b", "a-b", "B", "a", "a.b", "_" })
        {
            await Store.TryAddTopicAsync(SampleMessages.Topic(name), Cancel);
        }

        Assert.Equal(["B", "_"], (await Store.ListTopicsAsync(null, 2, Cancel)).Select(stored => stored.Topic.Name));
        Assert.Equal(["a", "a-b", "a.b", "b"], (await Store.ListTopicsAsync("_", 10, Cancel)).Select(stored => stored.Topic.Name));
    }

    [Fact]
    public async Task Lists_the_subscriptions_of_a_topic_and_those_to_push_to()
    {
        var topic = SampleMessages.Topic();
        await Store.TryAddSubscriptionAsync(SampleMessages.Subscription(SampleMessages.Topic(), "foreign"), Cancel);
        foreach (var name in new[] { "c", "a", "b", "d" })
        {
            var delivery = name is "a" or "d" ? SampleMessages.Push() : (Delivery)Delivery.Pull.Instance;
            await Store.TryAddSubscriptionAsync(SampleMessages.Subscription(topic, name) with { Delivery = delivery }, Cancel);
        }

        Assert.Equal(["b", "c"], Names(await Store.ListSubscriptionsAsync(topic.Id, "a", 2, Cancel)));
        Assert.Equal(["a", "d"], Names(await Store.ListPushSubscriptionsAsync(topic.Id, null, 10, Cancel)));
        var read = (await Store.FindSubscriptionAsync(topic.Id, "d", Cancel))!;
        await Store.TryReplaceSubscriptionAsync(read, read.Subscription with { Delivery = Delivery.Pull.Instance }, Cancel);
        Assert.Equal(["a"], Names(await Store.ListPushSubscriptionsAsync(topic.Id, null, 10, Cancel)));
        Assert.Empty(await Store.ListPushSubscriptionsAsync(topic.Id, "a", 10, Cancel));
    }

    [Fact]
    public async Task Lets_one_of_many_win()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => Store.TryAddTopicAsync(SampleMessages.Topic(), Cancel)));
        Assert.Single(added, won => won);
        var read = (await Store.FindTopicAsync("orders", Cancel))!;
        var replaced = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => Store.TryReplaceTopicAsync(read, read.Topic, Cancel)));
        Assert.Single(replaced, won => won);
    }

    private static Subscription[] Various(Topic topic)
    {
        var plain = SampleMessages.Subscription(topic);
        var secret = SampleMessages.Push().Secrets[0];
        return
        [
            plain with { Name = "plain", Active = false },
            plain with { Name = "push", Delivery = SampleMessages.Push() with { Batch = true, Verified = true, AllowedRate = 120, Secrets = [secret, secret with { ExpiresAt = SampleMessages.Start }] } },
            plain with { Name = "headers", Delivery = SampleMessages.Push() with { Timeout = TimeSpan.FromSeconds(30), Headers = [new EndpointHeader("authorization", "Bearer x"), new EndpointHeader("x-key", "1")] } },
            plain with { Name = "ordered", Ordered = true, OnExhausted = ExhaustedAction.Block, AckDeadline = TimeSpan.FromMinutes(10) },
            plain with { Name = "dead", OnExhausted = ExhaustedAction.DeadLetter, DeadLetterTopic = "dead", Retry = new RetryPolicy(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), 100) },
            plain with { Name = "filter", Filter = new MessageFilter(new Dictionary<string, AttributeCondition> { ["type"] = new AttributeCondition.Prefix("ä\""), ["b"] = new AttributeCondition.Is(""), ["c"] = new AttributeCondition.Not(new AttributeCondition.Any([new AttributeCondition.Is("x"), new AttributeCondition.Exists(false)])) }) },
            plain with { Name = "start", Start = SubscriptionStart.At(SampleMessages.Start.AddTicks(1)) },
            plain with { Name = "earliest", Start = SubscriptionStart.Earliest, Paused = true, PausedReason = "It answered 410." },
        ];
    }

    // As text, because lists within are not compared by what they hold.
    private static string Text(Subscription subscription) => JsonSerializer.Serialize(subscription);

    private static IEnumerable<string> Names(IReadOnlyList<StoredSubscription> found) => found.Select(stored => stored.Subscription.Name);

    private static Tombstone Stone(Topic topic, Subscription? subscription = null) =>
        new(topic.Id, subscription?.Id, subscription?.Name ?? topic.Name, topic.Shards, SampleMessages.Start);
}
