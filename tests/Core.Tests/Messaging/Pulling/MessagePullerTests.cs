using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.Messaging.Cursors;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging.Pulling;

/// <summary>How pulls wait, and what they cost at the stores.</summary>
public sealed class MessagePullerTests
{
    private const int Capacity = 20;

    private readonly ConsumingInstance instance = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_at_once_with_the_time_to_come_back_where_too_many_wait()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic);
        StreamId[] streams = [.. topic.Streams()];
        var waiters = Enumerable.Range(0, Capacity).Select(_ => instance.Waiters.TryEnter(streams, subscription.Id)!).ToArray();
        Assert.All(waiters, Assert.NotNull);

        var full = await instance.Puller.PullAsync(topic, subscription, 10, TimeSpan.FromSeconds(20), Cancel);
        Assert.Empty(full.Messages);
        Assert.Equal(MessagePuller.Later, full.RetryAfter);
        Assert.Equal(Capacity, instance.Waiters.Count);

        waiters[0].Dispose();
        var waiting = instance.Puller.PullAsync(topic, subscription, 10, TimeSpan.FromSeconds(20), Cancel);
        Assert.False(waiting.IsCompleted);
        await instance.Publishing.PublishOneAsync(topic);
        var woken = await waiting;
        Assert.Single(woken.Messages);
        Assert.Null(woken.RetryAfter);
        Assert.Equal(Capacity - 1, instance.Waiters.Count);
    }

    [Fact]
    public async Task Delivers_what_is_there_though_too_many_wait()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic);
        Assert.All(Enumerable.Range(0, Capacity).Select(_ => instance.Waiters.TryEnter([], subscription.Id)), Assert.NotNull);
        await instance.Publishing.PublishOneAsync(topic);
        var pulled = await instance.Puller.PullAsync(topic, subscription, 10, TimeSpan.FromSeconds(20), Cancel);
        Assert.Single(pulled.Messages);
        Assert.Null(pulled.RetryAfter);
    }

    [Fact]
    public async Task Asks_no_store_while_it_waits()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic);
        var waiting = instance.Puller.PullAsync(topic, subscription, 10, TimeSpan.FromSeconds(20), Cancel);
        var (reads, cursorReads) = (instance.Log.Reads, instance.CursorStore.Reads);
        instance.Time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(waiting.IsCompleted);
        Assert.Equal((reads, cursorReads), (instance.Log.Reads, instance.CursorStore.Reads));
        instance.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new PullResult([]).Messages, (await waiting).Messages);
    }

    [Fact]
    public async Task A_hundred_messages_cost_one_commit_two_cursor_writes_and_one_read_of_their_entry()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic);
        await instance.PullAsync(topic, subscription);
        await PublishAndConsumeAsync(topic, subscription);
        var (commits, reads) = (instance.Log.Commits, instance.Log.Reads);
        var (cursorReads, cursorWrites) = (instance.CursorStore.Reads, instance.CursorStore.Writes);

        await PublishAndConsumeAsync(topic, subscription);

        Assert.Equal(1, instance.Log.Commits - commits);
        Assert.Equal(2, instance.CursorStore.Writes - cursorWrites);
        Assert.Equal(0, instance.CursorStore.Reads - cursorReads);
        // The head, and the entry.
        Assert.Equal(2, instance.Log.Reads - reads);
    }

    [Fact]
    public async Task Another_subscription_of_the_same_messages_reads_none_of_them_again()
    {
        var topic = await instance.TopicAsync();
        var subscriptions = new List<Subscription>();
        for (var i = 0; i < 50; i++)
        {
            subscriptions.Add(await instance.SubscribeAsync(topic, name: $"s{i}"));
        }

        await instance.Publishing.PublishAsync(topic, [.. Enumerable.Range(0, 100).Select(_ => SampleMessages.Message())]);
        var entriesRead = 0;
        instance.Log.BeforeCall = name => entriesRead += name == "Read" ? 1 : 0;
        foreach (var subscription in subscriptions)
        {
            Assert.Equal(100, (await instance.PullAsync(topic, subscription)).Count);
        }

        Assert.Equal(1, entriesRead);
    }

    [Fact]
    public async Task Waits_where_all_messages_are_of_a_key_that_is_out()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, each => each with { Ordered = true });
        for (var i = 0; i < 42; i++)
        {
            await instance.Publishing.PublishAsync(topic, [.. Enumerable.Range(0, 100).Select(_ => SampleMessages.Message(key: "one"))]);
        }

        var first = Assert.Single(await instance.PullAsync(topic, subscription));
        var waiting = instance.Puller.PullAsync(topic, subscription, 100, TimeSpan.FromSeconds(20), Cancel);
        Assert.False(waiting.IsCompleted);
        var writes = instance.CursorStore.Writes;
        var calls = new List<string>();
        instance.Log.BeforeCall = calls.Add;
        await instance.AcknowledgeAsync(topic, subscription, [first]);
        Assert.Equal(2, Assert.Single((await waiting).Messages).Message.Sequence);

        // The acknowledgement and the lease; of the log no message, because its entries are remembered.
        Assert.Equal(2, instance.CursorStore.Writes - writes);
        Assert.Equal(["FindHead"], calls);
    }

    [Fact]
    public async Task Finds_a_free_key_behind_many_messages_whose_key_is_out()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, each => each with { Ordered = true });
        for (var i = 0; i < 30; i++)
        {
            await instance.Publishing.PublishAsync(topic, [.. Enumerable.Range(0, 100).Select(_ => SampleMessages.Message(key: "one"))]);
        }

        Assert.Single(await instance.PullAsync(topic, subscription));
        await instance.Publishing.PublishOneAsync(topic, key: "another");
        Assert.Equal("another", Assert.Single(await instance.PullAsync(topic, subscription)).Message.Content.OrderingKey);
    }

    [Theory]
    [InlineData("nack")]
    [InlineData("free key")]
    [InlineData("seek")]
    [InlineData("resume")]
    [InlineData("end of a delay")]
    [InlineData("end of a lease")]
    public async Task Is_woken_by_whatever_makes_a_message_deliverable(string what)
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, each => each with { Ordered = true, AckDeadline = TimeSpan.FromSeconds(10), Paused = what == "resume" });
        await instance.Publishing.PublishOneAsync(topic, key: "k");
        await instance.Publishing.PublishOneAsync(topic, key: "k");
        var first = what == "resume" ? null : Assert.Single(await instance.PullAsync(topic, subscription));
        if (what == "seek")
        {
            await instance.AcknowledgeAsync(topic, subscription, [first!]);
            await instance.AcknowledgeAsync(topic, subscription, await instance.PullAsync(topic, subscription));
        }

        var waiting = instance.Puller.PullAsync(topic, subscription, 10, TimeSpan.FromSeconds(20), Cancel);
        Assert.False(waiting.IsCompleted);
        await (what switch
        {
            "nack" => instance.Settler.NackAsync(topic, subscription, [first!.AckId], TimeSpan.Zero, countsAttempt: true, Cancel),
            "end of a delay" => instance.Settler.NackAsync(topic, subscription, [first!.AckId], TimeSpan.FromSeconds(5), countsAttempt: true, Cancel),
            "free key" => instance.AcknowledgeAsync(topic, subscription, [first!]),
            "seek" => instance.Seeker.SeekAsync(topic, subscription, SubscriptionStart.Earliest, Cancel),
            "resume" => ResumeAsync(subscription),
            _ => Task.CompletedTask,
        });
        instance.Time.Advance(what.StartsWith("end", StringComparison.Ordinal) ? TimeSpan.FromSeconds(10) : TimeSpan.Zero);
        Assert.Single((await waiting.WaitAsync(Gate.SafetyNet, Cancel)).Messages);
    }

    [Fact]
    public async Task Says_when_to_come_back_where_the_subscription_is_paused()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, each => each with { Paused = true });
        await instance.Publishing.PublishOneAsync(topic);
        var pulled = await instance.Puller.PullAsync(topic, subscription, 10, TimeSpan.Zero, Cancel);
        Assert.Equal((0, MessagePuller.Later), (pulled.Messages.Count, pulled.RetryAfter));
    }

    [Fact]
    public async Task Confirms_a_head_that_is_older_than_what_it_heard_of()
    {
        var log = new LaggingMessageLog();
        var lagging = new ConsumingInstance(log);
        var topic = await lagging.TopicAsync();
        var subscription = await lagging.SubscribeAsync(topic);
        var waiting = lagging.Puller.PullAsync(topic, subscription, 10, TimeSpan.FromSeconds(20), Cancel);
        log.IsLagging = true;
        await lagging.Publishing.PublishOneAsync(topic);
        Assert.Single((await waiting.WaitAsync(Gate.SafetyNet, Cancel)).Messages);
    }

    [Fact]
    public async Task Delivers_what_has_the_number_of_a_lost_message_that_was_read_ahead_and_that_no_cursor_had_come_to()
    {
        var log = new InMemoryMessageLog();
        var reader = new ConsumingInstance(log);
        var topic = await reader.TopicAsync();
        var subscription = await reader.SubscribeAsync(topic);
        foreach (var text in new[] { "1", "2", "3" })
        {
            await reader.Publishing.PublishOneAsync(topic, text);
        }

        await reader.AcknowledgeAsync(topic, subscription, await reader.PullAsync(topic, subscription, max: 1));
        log.Lose(topic.Streams().First(), 2);
        await reader.Publishing.PublishOneAsync(topic, "new");
        var pulled = Assert.Single(await reader.PullAsync(topic, subscription));
        Assert.Equal(("new", 2), (SampleMessages.Text(pulled.Message), pulled.Message.Sequence));
    }

    [Fact]
    public async Task Wakes_the_endpoint_when_a_seek_makes_messages_deliverable()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, each => each with { Delivery = SampleMessages.Push() });
        await instance.Seeker.SeekAsync(topic, subscription, SubscriptionStart.Earliest, Cancel);
        Assert.Equal([("mail", topic.Streams().First())], instance.Endpoints.Woken);
    }

    [Fact]
    public async Task A_hundred_thousand_messages_are_consumed_while_one_is_put_off()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic);
        await PublishAsync(topic, 1);
        var slow = Assert.Single(await instance.PullAsync(topic, subscription));
        await instance.Settler.NackAsync(topic, subscription, [slow.AckId], TimeSpan.FromMinutes(10), countsAttempt: true, Cancel);
        var consumed = 0;
        for (var batch = 0; batch < 1_000; batch++)
        {
            await PublishAsync(topic, 100);
            var pulled = await instance.PullAsync(topic, subscription);
            consumed += (await instance.AcknowledgeAsync(topic, subscription, pulled)).Count(status => status == SettleStatus.Acknowledged);
        }

        Assert.Equal(100_000, consumed);
        instance.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((1, 2), (Assert.Single(await instance.PullAsync(topic, subscription)).Message.Sequence, 2));
    }

    private async Task PublishAsync(Topic topic, int count) =>
        await instance.Publishing.PublishAsync(topic, [.. Enumerable.Range(0, count).Select(_ => SampleMessages.Message())]);

    private async Task ResumeAsync(Subscription subscription)
    {
        var stored = (await instance.Publishing.Topics.FindSubscriptionAsync(subscription.TopicId, subscription.Name, Cancel))!;
        await instance.Publishing.Topics.TryReplaceSubscriptionAsync(stored, subscription with { Paused = false }, Cancel);
        instance.Waiters.Signal(new StreamSignal(new StreamId(subscription.TopicId, 0), SubscriptionId: subscription.Id, IsChange: true));
    }

    private async Task PublishAndConsumeAsync(Topic topic, Subscription subscription)
    {
        await instance.Publishing.PublishAsync(topic, [.. Enumerable.Range(0, 100).Select(_ => SampleMessages.Message())]);
        var pulled = await instance.PullAsync(topic, subscription);
        Assert.Equal(100, pulled.Count);
        Assert.All(await instance.AcknowledgeAsync(topic, subscription, pulled), status => Assert.Equal(SettleStatus.Acknowledged, status));
    }
}
