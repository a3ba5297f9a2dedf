using System.Globalization;
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
                [DeadLetterAttributes.MessageId] = MessageIdentity.Generated(new StreamId(topic.Id, 0), 1),
                [DeadLetterAttributes.Reason] = "nacked",
                [DeadLetterAttributes.Attempts] = "1",
                [DeadLetterAttributes.Topic] = "orders",
                [DeadLetterAttributes.Subscription] = "mail",
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

        Assert.Equal(new ReplayOutcome(1, 0), await instance.Replay.ReplayAsync(topic, subscription, ["1"], Cancel));
        var head = await instance.Log.FindHeadAsync(DeadLetterStream.Of(subscription.Id), Cancel);
        await instance.Log.TryReplaceHeadAsync(head, head.Head with { Low = 4 }, Cancel);
        Assert.Null(await instance.Replay.ReplayAsync(topic, subscription, ["3"], Cancel));
        Assert.Equal(new ReplayOutcome(1, 0), await instance.Replay.ReplayAsync(topic, subscription, null, Cancel));
        Assert.Empty((await instance.Letters.ListAsync(subscription, 1, 10, Cancel)).Letters);
        Assert.Equal(["1", "4"], (await instance.PullAsync(topic, subscription)).Select(pulled => SampleMessages.Text(pulled.Message)));
    }

    private static Subscription DeadLettersTo(Subscription subscription, string? topic) =>
        subscription with { DeadLetterTopic = topic, Retry = subscription.Retry with { MaxAttempts = 1 } };

    private long Floor(Subscription subscription) => instance.CursorStore.All.Single(cursor => cursor.Id.SubscriptionId == subscription.Id).State.Floor;
}
