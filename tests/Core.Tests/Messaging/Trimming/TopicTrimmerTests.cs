using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Trimming;
using Serverless.Core.Tests.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Trimming;

/// <summary>What is removed from the log, when, and what never is.</summary>
public sealed class TopicTrimmerTests
{
    private readonly TopicsInstance instance = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Removes_what_every_subscription_has_done_with()
    {
        var (topic, stream) = await PublishedAsync(10);
        var (first, second) = (await SubscribeAsync("first"), await SubscribeAsync("second"));
        (instance.Cursors[stream, first], instance.Cursors[stream, second]) = (9, 4);
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Equal(["4", "5", "6", "7", "8", "9", "10"], await TextsAsync(topic));
        Assert.Equal(4, (await instance.Publishing.Log.FindHeadAsync(stream, Cancel)).Head.Low);
    }

    [Fact]
    public async Task Keeps_what_nobody_subscribes_to_until_it_is_too_old()
    {
        var (topic, _) = await PublishedAsync(3);
        instance.Time.Advance(Topic.DefaultMaxAge - TimeSpan.FromMinutes(1));
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Equal(["1", "2", "3"], await TextsAsync(topic));
        instance.Time.Advance(TimeSpan.FromMinutes(2));
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Empty(await TextsAsync(topic));
    }

    [Fact]
    public async Task Removes_what_is_too_old_though_it_was_not_acknowledged()
    {
        var topic = await instance.TopicAsync(new TopicRequest { MaxAge = TimeSpan.FromHours(1) });
        await SubscribeAsync("stuck");
        for (var minute = 0; minute < 120; minute++)
        {
            await instance.Publishing.PublishOneAsync(topic, $"{minute}");
            instance.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await instance.Trimmer.RunAsync(Cancel);
        Assert.Equal(Enumerable.Range(60, 60).Select(minute => $"{minute}"), await TextsAsync(topic));
    }

    [Fact]
    public async Task Keeps_messages_for_their_time_though_they_were_acknowledged()
    {
        var topic = await instance.TopicAsync(new TopicRequest { Retention = new RetentionRequest { Mode = "keepFor", Duration = TimeSpan.FromHours(1) } });
        var subscription = await SubscribeAsync("reader");
        await instance.Publishing.PublishOneAsync(topic, "1");
        instance.Cursors[topic.Streams().First(), subscription] = 2;
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Equal(["1"], await TextsAsync(topic));
        instance.Time.Advance(TimeSpan.FromHours(1.1));
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Empty(await TextsAsync(topic));
    }

    [Fact]
    public async Task Looks_at_no_stream_that_holds_nothing()
    {
        var (topic, stream) = await PublishedAsync(3);
        var subscription = await SubscribeAsync("reader");
        instance.Cursors[stream, subscription] = 4;
        Assert.Equal(1, await instance.Trimmer.RunAsync(Cancel));
        var reads = instance.Publishing.Log.Reads;
        Assert.Equal(0, await instance.Trimmer.RunAsync(Cancel));
        Assert.Equal(reads + 1, instance.Publishing.Log.Reads);
        await instance.Publishing.PublishOneAsync(topic);
        Assert.Equal(1, await instance.Trimmer.RunAsync(Cancel));
    }

    [Fact]
    public async Task Finishes_a_topic_that_a_crash_left_half_deleted_though_none_of_its_streams_holds_anything()
    {
        var topic = await instance.TopicAsync();
        var stored = (await instance.Store.FindTopicAsync(topic.Name, Cancel))!;
        await instance.Store.TryReplaceTopicAsync(stored, topic with { Deleting = true }, Cancel);
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Null(await instance.Store.FindTopicAsync(topic.Name, Cancel));
        Assert.Equal(topic.Name, Assert.Single(await instance.Store.ListTombstonesAsync(null, 10, Cancel)).Name);
        Assert.NotNull((await instance.Publishing.Log.FindHeadAsync(topic.Streams().First(), Cancel)).Head.ClosedAt);
    }

    [Fact]
    public async Task Removes_nothing_while_a_subscription_has_no_cursor_yet()
    {
        var (topic, stream) = await PublishedAsync(3);
        var reader = await SubscribeAsync("reader");
        instance.Cursors[stream, reader] = 4;
        var pending = SampleMessages.Subscription(topic, "pending") with { Active = false, CreatedAt = instance.Time.GetUtcNow() };
        await instance.Store.TryAddSubscriptionAsync(pending, Cancel);
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Equal(["1", "2", "3"], await TextsAsync(topic));
    }

    [Fact]
    public async Task Buries_a_subscription_that_a_crash_left_pending()
    {
        var (topic, stream) = await PublishedAsync(3);
        instance.Cursors[stream, await SubscribeAsync("reader")] = 4;
        await instance.Store.TryAddSubscriptionAsync(
            SampleMessages.Subscription(topic, "pending") with { Active = false, CreatedAt = instance.Time.GetUtcNow() }, Cancel);
        instance.Time.Advance(TopicTrimmer.PendingFor + TimeSpan.FromSeconds(1));
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Empty(await TextsAsync(topic));
        Assert.Equal("pending", Assert.Single(await instance.Store.ListTombstonesAsync(null, 10, Cancel)).Name);
    }

    [Fact]
    public async Task Keeps_a_message_for_a_subscription_made_while_it_is_at_work()
    {
        var (topic, stream) = await PublishedAsync(3);
        var quick = await SubscribeAsync("quick");
        Subscription? late = null;
        instance.Cursors.BeforeFloors = async () =>
        {
            late ??= await SubscribeAsync("late");
            await instance.Publishing.PublishOneAsync(topic, "4");
            instance.Cursors[stream, quick] = 5;
        };
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Equal(4, instance.Cursors[stream, late!]);
        Assert.Equal(["4"], await TextsAsync(topic));
    }

    [Fact]
    public async Task Goes_on_with_what_a_run_that_died_left_behind()
    {
        var (topic, stream) = await PublishedAsync(5);
        instance.Cursors[stream, await SubscribeAsync("reader")] = 4;
        instance.Publishing.Log.BeforeCall = name =>
        {
            if (name == "Trim")
            {
                throw new InvalidOperationException("It dies.");
            }
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => instance.Trimmer.RunAsync(Cancel));
        Assert.Equal(4, (await instance.Publishing.Log.FindHeadAsync(stream, Cancel)).Head.Low);
        instance.Publishing.Log.BeforeCall = null;
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Empty(await instance.Publishing.Log.ReadAsync(stream, 1, 1, Cancel));
        Assert.Equal(["4", "5"], await TextsAsync(topic));
    }

    [Fact]
    public async Task Removes_dead_letters_that_are_too_old()
    {
        await instance.TopicAsync(new TopicRequest { MaxAge = TimeSpan.FromHours(1) });
        var letters = DeadLetterStream.AsTopic(await SubscribeAsync("reader"));
        await instance.Publishing.PublishOneAsync(letters, "old");
        instance.Time.Advance(TimeSpan.FromMinutes(50));
        await instance.Publishing.PublishOneAsync(letters, "young");
        instance.Time.Advance(TimeSpan.FromMinutes(9));
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Equal(["old", "young"], await TextsAsync(letters));
        instance.Time.Advance(TimeSpan.FromMinutes(2));
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Equal(["young"], await TextsAsync(letters));
        instance.Time.Advance(TimeSpan.FromHours(1));
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Empty(await instance.Publishing.Log.ListActiveAsync(null, 10, Cancel));
    }

    [Fact]
    public async Task Keeps_dead_letters_of_the_own_list_though_the_topic_keeps_nothing_that_is_done()
    {
        var (topic, stream) = await PublishedAsync(3);
        var reader = await SubscribeAsync("reader");
        instance.Cursors[stream, reader] = 4;
        var letters = DeadLetterStream.AsTopic(reader);
        await instance.Publishing.PublishOneAsync(letters, "letter");
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Empty(await TextsAsync(topic));
        Assert.Equal(["letter"], await TextsAsync(letters));
    }

    [Fact]
    public async Task Removes_dead_letters_that_were_replayed()
    {
        await instance.TopicAsync();
        var reader = await SubscribeAsync("reader");
        var letters = DeadLetterStream.AsTopic(reader);
        await instance.Publishing.PublishOneAsync(letters, "1");
        await instance.Publishing.PublishOneAsync(letters, "2");
        instance.Cursors[DeadLetterStream.Of(reader.Id), reader] = 2;
        await instance.Trimmer.RunAsync(Cancel);
        Assert.Equal(["2"], await TextsAsync(letters));
    }

    private async Task<(Topic Topic, StreamId Stream)> PublishedAsync(int count)
    {
        var topic = await instance.TopicAsync();
        for (var i = 1; i <= count; i++)
        {
            await instance.Publishing.PublishOneAsync(topic, $"{i}");
        }

        return (topic, topic.Streams().First());
    }

    private async Task<Subscription> SubscribeAsync(string name) => (await instance.PutAsync(name)).Subscription!;

    private async Task<string[]> TextsAsync(Topic topic)
    {
        var stream = topic.Streams().First();
        var low = (await instance.Publishing.Log.FindHeadAsync(stream, Cancel)).Head.Low;
        var entries = await instance.Publishing.Reader.ReadAsync(stream, low, 1_000, Cancel);
        return [.. entries.SelectMany(entry => entry.Messages).Where(message => message.Sequence >= low).Select(SampleMessages.Text)];
    }
}
