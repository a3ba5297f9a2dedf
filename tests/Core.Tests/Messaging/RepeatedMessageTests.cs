using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging;

/// <summary>What comes twice under a publisher's id is stored once, and harms nobody beside it.</summary>
public sealed class RepeatedMessageTests
{
    private readonly Topic topic = SampleMessages.Topic();
    private readonly PublishingInstance instance = new();

    [Fact]
    public async Task Gives_a_repetition_the_first_number()
    {
        Assert.Equal(PublishStatus.Published, (await instance.PublishOneAsync(topic, "1", id: "a")).Status);
        await instance.PublishOneAsync(topic, "2");
        Assert.Equal(new PublishResult(PublishStatus.Duplicate, topic.Streams().First(), "a", 1), await instance.PublishOneAsync(topic, "3", id: "a"));
        Assert.Equal(["1", "2"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Stores_the_strangers_beside_a_repetition()
    {
        await instance.PublishOneAsync(topic, "1", id: "a");
        var results = await instance.PublishAsync(
            topic, SampleMessages.Message("2"), SampleMessages.Message("3", id: "a"), SampleMessages.Message("4", id: "b"), SampleMessages.Message("5", id: "b"));
        Assert.Equal([2, 1, 3, 3], results.Select(result => result.Sequence));
        Assert.Equal(
            [PublishStatus.Published, PublishStatus.Duplicate, PublishStatus.Published, PublishStatus.Duplicate], results.Select(result => result.Status));
        Assert.Equal(["1", "2", "4"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Makes_no_commit_of_repetitions_alone()
    {
        await instance.PublishOneAsync(topic, id: "a");
        await instance.PublishOneAsync(topic, id: "a");
        Assert.Equal(1, instance.Log.Commits);
    }

    [Fact]
    public async Task Recognises_what_another_instance_published()
    {
        var other = new PublishingInstance(instance.Log, time: instance.Time, seed: 2);
        await instance.PublishOneAsync(topic, "0");
        await other.PublishOneAsync(topic, "1", id: "a");
        Assert.Equal((PublishStatus.Duplicate, 2L), Told(await instance.PublishOneAsync(topic, "2", id: "a")));
        Assert.Equal(["0", "1"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Recognises_it_for_ten_minutes_whatever_segment_it_is_in()
    {
        instance.Time.Advance(TimeSpan.FromMinutes(5));
        await instance.PublishOneAsync(topic, "0");
        instance.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        await instance.PublishOneAsync(topic, "1", id: "a");
        instance.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        await instance.PublishOneAsync(topic, "2");
        Assert.Equal((PublishStatus.Duplicate, 2L), Told(await instance.PublishOneAsync(topic, "3", id: "a")));
        Assert.Equal(1, (await instance.Log.FindHeadAsync(topic.Streams().First(), TestContext.Current.CancellationToken)).Head.Segment);
        instance.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((PublishStatus.Published, 4L), Told(await instance.PublishOneAsync(topic, "4", id: "a")));
    }

    [Theory]
    [InlineData(Fault.RequestLost)]
    [InlineData(Fault.AnswerLost)]
    public async Task Stores_an_id_once_when_the_log_loses_things(Fault fault)
    {
        instance.Log.FailCommits(fault);
        var results = await instance.PublishAsync(topic, SampleMessages.Message("1", id: "a"), SampleMessages.Message("2", id: "a"));
        Assert.Equal([1, 1], results.Select(result => result.Sequence));
        Assert.Equal(["1"], await instance.TextsAsync(topic));
    }

    [Fact]
    public async Task Tells_ids_of_different_sources_apart()
    {
        var results = await instance.PublishAsync(
            topic,
            SampleMessages.Message("1", id: "a"), SampleMessages.Message("2", id: "a", source: "/s"),
            SampleMessages.Message("3", id: "a", source: "/t"), SampleMessages.Message("4", id: "a", source: "/s"));
        Assert.Equal([1, 2, 3, 2], results.Select(result => result.Sequence));
    }

    [Fact]
    public async Task Goes_to_the_stream_of_its_first_copy()
    {
        var wide = SampleMessages.Topic(shards: 64);
        var other = new PublishingInstance(instance.Log, time: instance.Time, seed: 2);
        for (var i = 0; i < 20; i++)
        {
            var first = await instance.PublishOneAsync(wide, id: $"{i}");
            Assert.Equal(first with { Status = PublishStatus.Duplicate }, await other.PublishOneAsync(wide, id: $"{i}"));
        }
    }

    private static (PublishStatus, long) Told(PublishResult result) => (result.Status, result.Sequence);
}
