using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.Messaging.Topics;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging.Administration;

/// <summary>The life of a topic, whatever the store loses.</summary>
public sealed class TopicEditorTests
{
    private readonly TopicsInstance instance = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Makes_a_topic_with_defaults_and_keeps_its_id_when_it_is_put_again()
    {
        var made = await instance.PutTopicAsync();
        Assert.Equal((TopicStatus.Created, 1, TimeSpan.FromDays(7)), (made.Status, made.Topic!.Shards, made.Topic.MaxAge));
        var again = await instance.PutTopicAsync(request: new TopicRequest { MaxAge = TimeSpan.FromDays(1) });
        Assert.Equal((TopicStatus.Ok, made.Topic with { MaxAge = TimeSpan.FromDays(1), Revision = again.Topic!.Revision }), (again.Status, again.Topic));
    }

    [Theory]
    [InlineData(Fault.RequestLost)]
    [InlineData(Fault.AnswerLost)]
    public async Task Makes_one_topic_when_the_store_loses_things(Fault fault)
    {
        instance.Store.FailWrites(fault);
        var made = await instance.PutTopicAsync();
        Assert.Equal((TopicStatus.Created, made.Topic), (made.Status, await instance.Topics.FindAsync("orders", Cancel)));
    }

    [Fact]
    public async Task Changes_the_topic_that_somebody_else_made_in_between()
    {
        var other = SampleMessages.Topic();
        instance.Store.BeforeNextWrite = () => instance.Store.TryAddTopicAsync(other, Cancel);
        Assert.Equal((TopicStatus.Ok, other.Id), await Told(instance.PutTopicAsync()));
    }

    [Fact]
    public async Task Refuses_another_number_of_shards()
    {
        await instance.PutTopicAsync(request: new TopicRequest { Shards = 4 });
        Assert.Equal(TopicStatus.ShardsChanged, (await instance.PutTopicAsync(request: new TopicRequest { Shards = 5 })).Status);
        Assert.Equal(TopicStatus.ShardsChanged, (await instance.PutTopicAsync()).Status);
        Assert.Equal(4, (await instance.Topics.FindAsync("orders", Cancel))!.Shards);
    }

    [Theory]
    [InlineData(Fault.None)]
    [InlineData(Fault.RequestLost)]
    [InlineData(Fault.AnswerLost)]
    public async Task Frees_the_name_of_a_deleted_topic_for_another(Fault fault)
    {
        var first = await instance.TopicAsync();
        instance.Store.FailWrites(fault);
        Assert.True(await instance.Topics.DeleteAsync("orders", Cancel));
        Assert.False(await instance.Topics.DeleteAsync("orders", Cancel));
        Assert.NotEqual(first.Id, (await instance.TopicAsync()).Id);
    }

    [Fact]
    public async Task Does_not_delete_the_topic_that_took_the_name_meanwhile()
    {
        await instance.PutTopicAsync();
        var successor = SampleMessages.Topic();
        instance.Store.FailWrites(Fault.None, Fault.None, Fault.AnswerLost);
        instance.Store.BeforeNextWrite = async () =>
        {
            var current = (await instance.Store.FindTopicAsync("orders", Cancel))!;
            await instance.Store.TryDeleteTopicAsync(current, new Tombstone(current.Topic.Id, null, "orders", 1, SampleMessages.Start), Cancel);
            await instance.Store.TryAddTopicAsync(successor, Cancel);
        };
        await instance.Topics.DeleteAsync("orders", Cancel);
        Assert.Equal(successor, await instance.Topics.FindAsync("orders", Cancel));
    }

    [Fact]
    public async Task Meets_none_of_the_old_messages_under_a_name_used_again()
    {
        var first = await instance.TopicAsync();
        await instance.Publishing.PublishOneAsync(first, "1", id: "a");
        await instance.Topics.DeleteAsync("orders", Cancel);
        var second = await instance.TopicAsync();
        Assert.Equal(1, (await instance.Publishing.PublishOneAsync(second, "2", id: "a")).Sequence);
        Assert.Equal(["2"], await instance.Publishing.TextsAsync(second));
    }

    [Fact]
    public async Task Purges_a_deleted_topic_with_all_it_had_and_nothing_else()
    {
        var (kept, gone) = ((await instance.PutTopicAsync("kept")).Topic!, await instance.TopicAsync(new TopicRequest { Shards = 3 }));
        var subscription = (await instance.PutAsync()).Subscription!;
        await instance.Publishing.PublishAsync(gone, [.. Enumerable.Range(0, 50).Select(i => SampleMessages.Message($"{i}", key: $"{i}"))]);
        await instance.Publishing.PublishOneAsync(kept, "kept");
        await DelayAsync(kept);
        await DelayAsync(gone);
        await instance.Topics.DeleteAsync("orders", Cancel);
        Assert.Equal(0, await instance.PurgeAsync());
        instance.Time.Advance(DeletedTopics.Grace);
        Assert.Equal(1, await instance.PurgeAsync());
        Assert.Equal(0, await instance.PurgeAsync());
        Assert.Empty(await instance.Publishing.TextsAsync(gone));
        Assert.Equal([subscription.Id], instance.Cursors.Purged);
        Assert.Empty(await instance.Store.ListSubscriptionsAsync(gone.Id, null, 10, Cancel));
        Assert.Equal(["kept"], await instance.Publishing.TextsAsync(kept));
        Assert.Equal(kept.Id, Assert.Single(instance.Scheduled.All).Place.TopicId);

        async Task DelayAsync(Topic topic)
        {
            using var random = new SeededRandomNumberGenerator(1);
            var message = SampleMessages.Message() with { DeliverAt = instance.Time.GetUtcNow().AddHours(1) };
            await instance.Scheduled.TryAddAsync(ScheduledMessage.Of(topic, message, instance.Time.GetUtcNow(), random), Cancel);
        }
    }

    [Fact]
    public async Task Costs_no_read_of_the_store_to_find_a_topic_again_and_sees_own_changes_at_once()
    {
        var topic = await instance.TopicAsync();
        Assert.Equal(topic, await instance.Publishing.Directory.FindTopicAsync("orders", Cancel));
        var reads = instance.Store.Reads;
        instance.Time.Advance(TopicDirectory.Staleness - TimeSpan.FromTicks(1));
        Assert.Equal(topic, await instance.Publishing.Directory.FindTopicAsync("orders", Cancel));
        Assert.Equal(reads, instance.Store.Reads);
        await instance.Topics.DeleteAsync("orders", Cancel);
        Assert.Null(await instance.Publishing.Directory.FindTopicAsync("orders", Cancel));
    }

    private static async Task<(TopicStatus, string?)> Told(Task<TopicResult> putting)
    {
        var result = await putting;
        return (result.Status, result.Topic?.Id);
    }
}
