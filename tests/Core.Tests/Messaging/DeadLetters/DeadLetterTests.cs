using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.DeadLetters;

/// <summary>Where messages go that failed for the last time, and how they come back.</summary>
public sealed class DeadLetterTests
{
    private readonly ConsumingInstance instance = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Goes_to_the_dead_letter_topic_as_a_message_that_says_why()
    {
        var (topic, letters) = (await instance.TopicAsync(), await instance.TopicAsync("letters"));
        var subscription = await instance.SubscribeAsync(topic, each => DeadLettersTo(each, "letters"));
        var reader = await instance.SubscribeAsync(letters, name: "reader");
        await instance.Publishing.PublishAsync(topic, SampleMessages.Message("""{"a":1}""", key: "k"));
        await instance.FailAsync(topic, subscription);
        var letter = Assert.Single(await instance.PullAsync(letters, reader)).Message;
        Assert.Equal("""{"a":1}""", SampleMessages.Text(letter));
        Assert.Equal(("k", 1), (letter.Content.OrderingKey, letter.Content.HopCount));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["dead-letter-message-id"] = MessageIdentity.Generated(new StreamId(topic.Id, 0), 1),
                ["dead-letter-reason"] = "nacked",
                ["dead-letter-attempts"] = "1",
                ["dead-letter-topic"] = "orders",
                ["dead-letter-subscription"] = "mail",
            },
            letter.Content.Attributes);
        Assert.Empty((await instance.Letters.ListAsync(subscription, 1, 10, Cancel)).Letters);
        Assert.Equal(2, Floor(subscription));
    }

    [Fact]
    public async Task Makes_three_hops_at_most_and_ends_in_the_list()
    {
        // Each topic's dead letters go to the other, for ever if nothing stopped them.
        var topics = new[] { await instance.TopicAsync("left"), await instance.TopicAsync("right") };
        var subscriptions = new[]
        {
            await instance.SubscribeAsync(topics[0], each => DeadLettersTo(each, "right")),
            await instance.SubscribeAsync(topics[1], each => DeadLettersTo(each, "left")),
        };
        await instance.Publishing.PublishOneAsync(topics[0]);
        for (var hop = 0; hop <= MessageContent.MaxHops; hop++)
        {
            await instance.FailAsync(topics[hop % 2], subscriptions[hop % 2]);
        }

        Assert.Equal(3, MessageContent.MaxHops);
        Assert.Empty(await instance.PullAsync(topics[0], subscriptions[0]));
        Assert.Empty(await instance.PullAsync(topics[1], subscriptions[1]));
        var letter = Assert.Single((await instance.Letters.ListAsync(subscriptions[1], 1, 10, Cancel)).Letters);
        Assert.Equal(MessageContent.MaxHops, letter.Message.Content.HopCount);
        Assert.Empty((await instance.Letters.ListAsync(subscriptions[0], 1, 10, Cancel)).Letters);
    }

    [Fact]
    public async Task Stays_in_the_list_where_the_topic_for_it_is_gone()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, each => DeadLettersTo(each, "nowhere"));
        await instance.Publishing.PublishOneAsync(topic);
        await instance.FailAsync(topic, subscription);
        Assert.Single((await instance.Letters.ListAsync(subscription, 1, 10, Cancel)).Letters);
    }

    [Fact]
    public async Task Replays_what_a_trim_has_left()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, each => DeadLettersTo(each, null));
        for (var i = 1; i <= 4; i++)
        {
            await instance.Publishing.PublishOneAsync(topic, i.ToString(CultureInfo.InvariantCulture));
            await instance.FailAsync(topic, subscription);
        }

        Assert.Equal(new ReplayResult(1, 0), await instance.Replay.ReplayAsync(topic, subscription, ["1"], Cancel));
        var head = await instance.Log.FindHeadAsync(DeadLetterStream.Of(subscription.Id), Cancel);
        await instance.Log.TryReplaceHeadAsync(head, head.Head with { Low = 4 }, Cancel);
        Assert.Null(await instance.Replay.ReplayAsync(topic, subscription, ["3"], Cancel));
        Assert.Equal(new ReplayResult(1, 0), await instance.Replay.ReplayAllAsync(topic, subscription, Cancel));
        Assert.Empty((await instance.Letters.ListAsync(subscription, 1, 10, Cancel)).Letters);
        Assert.Equal(["1", "4"], (await instance.PullAsync(topic, subscription)).Select(pulled => SampleMessages.Text(pulled.Message)));
    }

    [Fact]
    public async Task Is_in_the_list_again_when_its_message_dies_again_after_a_seek()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, each => DeadLettersTo(each, null));
        await instance.Publishing.PublishOneAsync(topic, id: "order-17");
        await instance.FailAsync(topic, subscription);
        Assert.Equal(new ReplayResult(1, 0), await instance.Replay.ReplayAsync(topic, subscription, ["order-17"], Cancel));
        await instance.FailAsync(topic, subscription);
        await instance.Seeker.SeekAsync(topic, subscription, SubscriptionStart.Earliest, Cancel);
        var pulled = await instance.PullAsync(topic, subscription);
        await instance.Settler.NackAsync(topic, subscription, [.. pulled.Select(message => message.AckId)], TimeSpan.Zero, countsAttempt: true, Cancel);
        await instance.PullAsync(topic, subscription);
        Assert.Equal(["order-17", "order-17", "order-17"], (await instance.Letters.ListAsync(subscription, 1, 10, Cancel)).Letters.Select(letter => letter.Message.Id));
        var stats = await instance.Stats.ReadAsync(topic, subscription, Cancel);
        Assert.Equal((3, 4), (stats.DeadLettered, stats.DeadLetteredTotal));
    }

    [Fact]
    public async Task Keeps_the_identity_of_its_message_through_death_and_replay()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, each => DeadLettersTo(each, null));
        var attributes = new Dictionary<string, string> { ["dead-letter-code"] = "7", ["dead-letter-reason"] = "mine", ["kind"] = "x" };
        var published = SampleMessages.Message("""{"a":1}""", key: "k", id: "order-17");
        await instance.Publishing.PublishAsync(topic, published with { Content = published.Content with { Attributes = attributes } });
        var original = Assert.Single(await instance.PullAsync(topic, subscription)).Message;
        instance.Time.Advance(TimeSpan.FromMinutes(2));
        await instance.PullAsync(topic, subscription);
        var letter = Assert.Single((await instance.Letters.ListAsync(subscription, 1, 10, Cancel)).Letters);
        AssertSame(original, letter.Message);
        Assert.Equal(("expired", 1, SampleMessages.Start.AddMinutes(2)), (letter.Reason, letter.Attempts, letter.DeadLetteredAt));

        await instance.Replay.ReplayAllAsync(topic, subscription, Cancel);
        AssertSame(original, Assert.Single(await instance.PullAsync(topic, subscription)).Message);

        static void AssertSame(StoredMessage expected, StoredMessage actual)
        {
            Assert.Equal((expected.Id, expected.PublishedAt, expected.Content.OrderingKey), (actual.Id, actual.PublishedAt, actual.Content.OrderingKey));
            Assert.Equal(expected.Content.Attributes, actual.Content.Attributes);
            Assert.Equal(SampleMessages.Text(expected), SampleMessages.Text(actual));
        }
    }

    [Fact]
    public async Task Is_listed_in_pages_of_a_megabyte_and_replayed_page_by_page()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, each => DeadLettersTo(each, null));
        var json = $"\"{new string('x', 200_000)}\"";
        for (var i = 0; i < 12; i++)
        {
            await instance.Publishing.PublishOneAsync(topic, json);
            await instance.FailAsync(topic, subscription);
        }

        var page = await instance.Letters.ListAsync(subscription, 1, 1_000, Cancel);
        Assert.Equal((6, 7), (page.Letters.Count, page.Next));
        Assert.Equal(12, await instance.Letters.CountAsync(subscription, Cancel));
        Assert.Equal(new ReplayResult(12, 0), await instance.Replay.ReplayAllAsync(topic, subscription, Cancel));
        Assert.Equal(0, await instance.Letters.CountAsync(subscription, Cancel));
    }

    [Fact]
    public async Task Says_what_died_where_the_process_remembers_a_lost_message_of_that_number()
    {
        var (log, cursors, topics, time) = (new InMemoryMessageLog(), new InMemoryCursorStore(), new InMemoryTopicStore(), new FakeTimeProvider(SampleMessages.Start));
        var (unaware, other) = (new ConsumingInstance(log, cursors, topics, time), new ConsumingInstance(log, cursors, topics, time, seed: 4));
        var topic = await unaware.TopicAsync();
        var subscription = await unaware.SubscribeAsync(topic, each => DeadLettersTo(each, null));
        await unaware.Publishing.PublishOneAsync(topic, "lost");
        await unaware.PullAsync(topic, subscription);
        log.Lose(topic.Streams().First(), 1);
        Assert.Empty(await other.PullAsync(topic, subscription));
        await other.Publishing.PublishOneAsync(topic, "new");
        var pulled = Assert.Single(await other.PullAsync(topic, subscription));
        await unaware.Settler.NackAsync(topic, subscription, [pulled.AckId], TimeSpan.Zero, countsAttempt: true, Cancel);
        Assert.Equal("new", SampleMessages.Text(Assert.Single((await other.Letters.ListAsync(subscription, 1, 10, Cancel)).Letters).Message));
    }

    [Fact]
    public async Task Is_replayed_by_ids_of_the_list_only()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, each => DeadLettersTo(each, null));
        foreach (var id in new[] { "2", "other" })
        {
            await instance.Publishing.PublishOneAsync(topic, id: id);
            await instance.FailAsync(topic, subscription);
        }

        Assert.Null(await instance.Replay.ReplayAsync(topic, subscription, ["other", "nothing"], Cancel));
        Assert.Equal(new ReplayResult(1, 0), await instance.Replay.ReplayAsync(topic, subscription, ["2"], Cancel));
        Assert.Equal("other", Assert.Single((await instance.Letters.ListAsync(subscription, 1, 10, Cancel)).Letters).Message.Id);
    }

    private static Subscription DeadLettersTo(Subscription subscription, string? topic) =>
        subscription with { DeadLetterTopic = topic, Retry = subscription.Retry with { MaxAttempts = 1 } };

    private long Floor(Subscription subscription) => instance.CursorStore.All.Single(cursor => cursor.Id.SubscriptionId == subscription.Id).State.LowestUndone;
}
