using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Pulling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Pulling;

/// <summary>How pulls wait, and what they cost at the stores.</summary>
public sealed class MessagePullerTests
{
    private readonly ConsumingInstance instance = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_at_once_with_the_time_to_come_back_where_too_many_wait()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic);
        StreamId[] streams = [.. topic.Streams()];
        var waiters = Enumerable.Range(0, PullWaiters.Capacity).Select(_ => instance.Waiters.TryEnter(streams)!).ToArray();
        Assert.All(waiters, Assert.NotNull);

        var full = await instance.Puller.PullAsync(topic, subscription, 10, TimeSpan.FromSeconds(20), Cancel);
        Assert.Empty(full.Messages);
        Assert.Equal(MessagePuller.Later, full.RetryAfter);
        Assert.Equal(PullWaiters.Capacity, instance.Waiters.Count);

        waiters[0].Dispose();
        var waiting = instance.Puller.PullAsync(topic, subscription, 10, TimeSpan.FromSeconds(20), Cancel);
        Assert.False(waiting.IsCompleted);
        await instance.Publishing.PublishOneAsync(topic);
        instance.Waiters.Signal(streams[0]);
        var woken = await waiting;
        Assert.Single(woken.Messages);
        Assert.Null(woken.RetryAfter);
        Assert.Equal(PullWaiters.Capacity - 1, instance.Waiters.Count);
    }

    [Fact]
    public async Task Delivers_what_is_there_though_too_many_wait()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic);
        Assert.All(Enumerable.Range(0, PullWaiters.Capacity).Select(_ => instance.Waiters.TryEnter([])), Assert.NotNull);
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
    public async Task Waits_where_the_window_is_full_of_messages_whose_keys_are_out()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, each => each with { Ordered = true });
        for (var i = 0; i < 1 + (CursorLimits.Window / 100); i++)
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
        instance.Waiters.Signal(topic.Streams().First());
        Assert.Equal(2, Assert.Single((await waiting).Messages).Message.Sequence);

        // The acknowledgement and the lease; of the log no message, because the window is remembered.
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

    private async Task PublishAndConsumeAsync(Topic topic, Subscription subscription)
    {
        await instance.Publishing.PublishAsync(topic, [.. Enumerable.Range(0, 100).Select(_ => SampleMessages.Message())]);
        var pulled = await instance.PullAsync(topic, subscription);
        Assert.Equal(100, pulled.Count);
        Assert.All(await instance.AcknowledgeAsync(topic, subscription, pulled), status => Assert.Equal(SettleStatus.Acknowledged, status));
    }
}
