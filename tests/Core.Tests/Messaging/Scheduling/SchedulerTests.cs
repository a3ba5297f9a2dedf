using CsCheck;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Scheduling;

/// <summary>What waits for its time, until it is in the log.</summary>
public sealed class SchedulerTests
{
    private readonly InMemoryTopicStore topics = new();
    private readonly InMemoryMessageLog log = new();
    private readonly InMemoryScheduledMessageStore store = new();
    private readonly SchedulingInstance instance;
    private readonly Topic topic = SampleMessages.Topic();

    public SchedulerTests()
    {
        topics.TryAddTopicAsync(topic, Cancel);
        instance = Instance();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_a_message_until_it_is_due()
    {
        var result = await instance.PublishOneAsync(topic, "1", 10);
        Assert.Equal((PublishStatus.Scheduled, instance.Time.GetUtcNow().AddSeconds(10)), (result.Status, result.DeliverAt));
        instance.Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await instance.MoveAsync());
        Assert.Equal(["1"], await instance.WaitingAsync(topic));
        instance.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await instance.MoveAsync());
        var moved = Assert.Single(await instance.Publishing.ReadAsync(topic.Streams().First()));
        Assert.Equal((result.Id, "1", instance.Time.GetUtcNow()), (moved.Id, SampleMessages.Text(moved), moved.PublishedAt));
        Assert.Empty(await instance.WaitingAsync(topic));
        Assert.Empty(store.All);
    }

    [Fact]
    public async Task Keeps_all_that_a_message_has()
    {
        var content = new MessageContent
        {
            Data = new byte[] { 1, 2, 3 },
            Kind = DataKind.Binary,
            Attributes = new Dictionary<string, string> { ["kind"] = "reminder" },
            OrderingKey = "customer",
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
        await instance.PublishAsync(topic, new NewMessage(content, "mine") { DeliverAt = instance.Time.GetUtcNow().AddSeconds(1) });
        instance.Time.Advance(TimeSpan.FromSeconds(1));
        await instance.MoveAsync();
        var moved = Assert.Single(await instance.Publishing.ReadAsync(topic.Streams().First()));
        Assert.Equal(("mine", DataKind.Binary, "customer", content.TraceParent), (moved.Id, moved.Content.Kind, moved.Content.OrderingKey, moved.Content.TraceParent));
        Assert.Equal((byte[])[1, 2, 3], moved.Content.Data.ToArray());
        Assert.Equal(content.Attributes, moved.Content.Attributes);
    }

    [Fact]
    public async Task Publishes_at_once_what_is_due_already()
    {
        var results = await instance.PublishAsync(topic, instance.Message("1", 0), instance.Message("2", -100, "a"), SampleMessages.Message("3"));
        Assert.All(results, result => Assert.Equal(PublishStatus.Published, result.Status));
        Assert.Equal(["1", "2", "3"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Answers_a_mixed_batch_in_its_order()
    {
        var results = await instance.PublishAsync(
            topic, instance.Message("1", 5, "a"), SampleMessages.Message("2"), instance.Message("3", 5, "a"), SampleMessages.Message("4", id: "b"), instance.Message("5", 1));
        Assert.Equal(
            [PublishStatus.Scheduled, PublishStatus.Published, PublishStatus.Duplicate, PublishStatus.Published, PublishStatus.Scheduled],
            results.Select(result => result.Status));
        Assert.Equal((1L, 2L), (results[1].Sequence, results[3].Sequence));
        Assert.Equal(results[0].DeliverAt, results[2].DeliverAt);
        Assert.Equal(["5", "1"], await instance.WaitingAsync(topic));
    }

    [Fact]
    public async Task Recognises_a_repetition_while_the_message_waits_and_for_ten_minutes()
    {
        var first = await instance.PublishOneAsync(topic, "1", 3, "a");
        var waiting = await instance.PublishOneAsync(topic, "1", 60, "a");
        Assert.Equal((PublishStatus.Duplicate, first.Id, first.DeliverAt), (waiting.Status, waiting.Id, waiting.DeliverAt));
        instance.Time.Advance(TimeSpan.FromSeconds(3));
        await instance.MoveAsync();
        instance.Time.Advance(MessageIdentity.Window - TimeSpan.FromSeconds(4));
        var moved = await instance.PublishOneAsync(topic, "1", 3, "a");
        Assert.Equal((PublishStatus.Duplicate, 1L, null), (moved.Status, moved.Sequence, moved.DeliverAt));
        instance.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(PublishStatus.Scheduled, (await instance.PublishOneAsync(topic, "2", 3, "a")).Status);
        instance.Time.Advance(TimeSpan.FromSeconds(3));
        await instance.MoveAsync();
        Assert.Equal(["1", "2"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Recognises_a_repetition_that_comes_after_its_time()
    {
        var message = instance.Message("1", 3, "a");
        await instance.PublishAsync(topic, message);
        instance.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(PublishStatus.Duplicate, (await instance.PublishAsync(topic, message))[0].Status);
        await instance.MoveAsync();
        Assert.Equal(PublishStatus.Duplicate, (await instance.PublishAsync(topic, message))[0].Status);
        Assert.Equal(["1"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Forgets_what_has_moved_when_no_repetition_counts_any_more()
    {
        await instance.PublishOneAsync(topic, "1", 3, "a");
        await instance.PublishOneAsync(topic, "2", 3);
        await instance.PublishOneAsync(topic, "3", 660, "b");
        instance.Time.Advance(TimeSpan.FromSeconds(3));
        await instance.MoveAsync();
        Assert.Equal(["a", "b"], store.All.Select(message => message.Id).Order());
        instance.Time.Advance(MessageIdentity.Window);
        await instance.MoveAsync();
        Assert.Equal(["b"], store.All.Select(message => message.Id));
        instance.Time.Advance(TimeSpan.FromMinutes(2));
        await instance.MoveAsync();
        Assert.Empty(store.All);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(2, 2)]
    public async Task Stores_once_whatever_answers_get_lost(int answers, int requests)
    {
        (instance.Store.LostAnswers, instance.Store.LostRequests) = (answers, requests);
        Assert.Equal(PublishStatus.Scheduled, (await instance.PublishOneAsync(topic, "1", 1)).Status);
        Assert.Equal(["1"], await instance.WaitingAsync(topic));
        (instance.Store.LostAnswers, instance.Store.LostRequests) = (100, 0);
        Assert.Equal(PublishStatus.Unavailable, (await instance.PublishOneAsync(topic, "2", 1, "a")).Status);
        instance.Store.LostAnswers = 0;
        Assert.Equal(PublishStatus.Duplicate, (await instance.PublishOneAsync(topic, "2", 1, "a")).Status);
    }

    [Fact]
    public async Task Refuses_a_message_whose_topic_is_gone()
    {
        var streams = new StreamCloser(log, instance.Publishing.Retry, instance.Time);
        await streams.CloseAsync(topic.Streams().First(), Cancel);
        Assert.Equal(PublishStatus.Gone, (await instance.PublishOneAsync(topic, "1", 1)).Status);
        Assert.Empty(store.All);
    }

    [Fact]
    public async Task Removes_what_is_due_of_a_topic_that_is_gone_and_gives_the_next_of_its_name_nothing()
    {
        await instance.PublishOneAsync(topic, "1", 5);
        var found = (await topics.FindTopicAsync(topic.Name, Cancel))!;
        await new StreamCloser(log, instance.Publishing.Retry, instance.Time).CloseAsync(topic.Streams().First(), Cancel);
        await topics.TryDeleteTopicAsync(found, new Tombstone(topic.Id, null, topic.Name, 1, instance.Time.GetUtcNow()), Cancel);
        var next = SampleMessages.Topic();
        await topics.TryAddTopicAsync(next, Cancel);
        instance.Time.Advance(TimeSpan.FromSeconds(5));
        await instance.MoveAsync();
        Assert.Empty(store.All);
        Assert.Empty(await instance.TextsAsync(next));
        Assert.Empty(await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Leaves_what_is_due_where_the_topic_can_not_be_seen()
    {
        var unseen = SampleMessages.Topic("unseen");
        await instance.PublishOneAsync(unseen, "1", 5);
        instance.Time.Advance(TimeSpan.FromSeconds(5));
        await instance.MoveAsync();
        Assert.Single(store.All);
        await topics.TryAddTopicAsync(unseen, Cancel);
        await instance.MoveAsync();
        Assert.Equal(["1"], await instance.TextsAsync(unseen));
    }

    [Fact]
    public async Task Wakes_somebody_when_a_message_is_due_and_once_for_many()
    {
        await instance.PublishAsync(topic, [.. Enumerable.Range(0, 100).Select(i => instance.Message("1", 60.001 + (i * 0.001)))]);
        await instance.PublishOneAsync(topic, "1", 60.1);
        var sent = Assert.Single(instance.Publishing.Queue.Sent, sent => sent.Queue == ScheduleQueue.Name);
        Assert.True(ScheduleWakeUp.TryParse(sent.Message, out var wakeUp));
        Assert.Equal(topic.Streams().First(), wakeUp.Place);
        Assert.InRange(sent.Delay, TimeSpan.FromSeconds(60.1), TimeSpan.FromSeconds(60.5));
    }

    [Fact]
    public async Task Wakes_nobody_sooner_than_a_queue_can_wait_and_stores_though_no_wake_up_can_be_sent()
    {
        await instance.PublishOneAsync(topic, "1", ScheduledMessage.LongestDelay.TotalSeconds);
        Assert.All(instance.Publishing.Queue.Sent, sent => Assert.InRange(sent.Delay, ScheduledMessage.LongestDelay, ScheduledMessage.LongestDelay));
        instance.Publishing.Queue.IsDown = true;
        Assert.Equal(PublishStatus.Scheduled, (await instance.PublishOneAsync(topic, "2", 1)).Status);
        instance.Time.Advance(TimeSpan.FromSeconds(1));
        await instance.MoveAsync();
        Assert.Equal(["2"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Cancels_what_waits_and_frees_its_id()
    {
        await instance.PublishOneAsync(topic, "1", 5, "a/b");
        Assert.Equal(CancelResult.Cancelled, await instance.Scheduled.CancelAsync(topic, "a/b", Cancel));
        Assert.Equal(CancelResult.NotFound, await instance.Scheduled.CancelAsync(topic, "a/b", Cancel));
        Assert.Equal(PublishStatus.Scheduled, (await instance.PublishOneAsync(topic, "2", 7, "a/b")).Status);
        instance.Time.Advance(TimeSpan.FromSeconds(7));
        await instance.MoveAsync();
        Assert.Equal(["2"], await instance.TextsAsync(topic));
        Assert.Equal(CancelResult.NotFound, await instance.Scheduled.CancelAsync(topic, "a/b", Cancel));
    }

    [Fact]
    public async Task Cancels_though_the_answer_got_lost_and_not_what_came_after_it()
    {
        await instance.PublishOneAsync(topic, "1", 5, "a");
        var read = (await store.FindAsync(topic.Streams().First(), store.All[0].Key, Cancel))!;
        instance.Store.LostAnswers = 2;
        Assert.Equal(CancelResult.Cancelled, await instance.Scheduled.CancelAsync(topic, "a", Cancel));
        Assert.False(await store.TryRemoveAsync(read, Cancel));
        Assert.Empty(store.All);
    }

    [Fact]
    public async Task Refuses_to_cancel_what_is_being_moved()
    {
        await instance.PublishOneAsync(topic, "1", 5, "a");
        instance.Time.Advance(TimeSpan.FromSeconds(5));
        var waiting = (await store.FindAsync(topic.Streams().First(), store.All[0].Key, Cancel))!;
        await store.TryReplaceAsync(waiting, waiting.Message with { MovingSince = instance.Time.GetUtcNow() }, Cancel);
        Assert.Equal(CancelResult.Moving, await instance.Scheduled.CancelAsync(topic, "a", Cancel));
        Assert.Equal(0, await instance.MoveAsync());
        instance.Time.Advance(ScheduleMover.MarkAge + TimeSpan.FromTicks(1));
        Assert.Equal(CancelResult.Moving, await instance.Scheduled.CancelAsync(topic, "a", Cancel));
        Assert.Equal(1, await instance.MoveAsync());
    }

    [Fact]
    public async Task Lists_what_waits_in_all_places_of_a_topic_in_the_order_of_its_time()
    {
        var wide = SampleMessages.Topic("wide", shards: 7);
        await topics.TryAddTopicAsync(wide, Cancel);
        await instance.PublishAsync(wide, [.. Enumerable.Range(0, 60).Select(i => instance.Message($"{i}", 60 - i))]);
        var (found, after) = (new List<ScheduledMessage>(), default(SchedulePosition?));
        while (true)
        {
            var (page, hasMore) = await instance.Scheduled.ListAsync(wide, after, 9, Cancel);
            found.AddRange(page);
            Assert.Equal(found.Count < 60, hasMore);
            if (!hasMore)
            {
                break;
            }

            after = page[^1].Position;
        }

        Assert.Equal(60, found.Count);
        Assert.Equal(found.OrderBy(message => message.DueAt).Select(message => message.Id), found.Select(message => message.Id));
        Assert.True(found.Select(message => message.Place).Distinct().Count() > 3);
        instance.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(30, await instance.MoveAsync());
        Assert.Equal(30, (await instance.WaitingAsync(wide)).Length);
    }

    [Fact]
    public async Task Moves_messages_of_a_key_in_the_order_of_their_time()
    {
        await instance.PublishAsync(topic, [.. Enumerable.Range(0, 50).Select(i => instance.Message($"{49 - i}", 50 - i, key: "k"))]);
        instance.Time.Advance(TimeSpan.FromMinutes(1));
        await instance.MoveAsync();
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), await instance.TextsAsync(topic));
    }

    [Fact]
    public void Positions_are_ordered_as_their_texts_are_and_are_read_back()
    {
        var position = Gen.Select(Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks], Gen.String[Gen.Char["abcXYZ019-_"], 1, 22])
            .Select((ticks, key) => new SchedulePosition(new DateTimeOffset(ticks, TimeSpan.Zero), key));
        Gen.Select(position, position).Sample((one, other) =>
        {
            Assert.Equal(one, SchedulePosition.Parse(one.ToString()));
            var order = one.DueAt == other.DueAt ? string.CompareOrdinal(one.Key, other.Key) : one.DueAt.CompareTo(other.DueAt);
            Assert.Equal(Math.Sign(order), Math.Sign(string.CompareOrdinal(one.ToString(), other.ToString())));
        });
    }

    [Fact]
    public void Reads_no_position_and_no_wake_up_of_anything_else() => Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789.@t"], 0, 30]).Sample(text =>
    {
        Assert.True(SchedulePosition.Parse(text) is not { } position || SchedulePosition.Parse(position.ToString()) == position);
        Assert.True(!ScheduleWakeUp.TryParse(text, out var wakeUp) || (ScheduleWakeUp.TryParse(wakeUp.ToString(), out var again) && again == wakeUp));
    });

    private SchedulingInstance Instance() => new(store, log, topics);
}
