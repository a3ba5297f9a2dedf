using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Publishing;

/// <summary>Who hears of a commit, and that nobody misses one whose publisher dies.</summary>
public sealed class StreamWakeUpsTests
{
    private readonly Topic topic = SampleMessages.Topic();
    private readonly PublishingInstance instance = new();

    private StreamId Stream => topic.Streams().First();

    [Fact]
    public async Task Sends_no_message_for_a_topic_without_endpoints()
    {
        await instance.PublishOneAsync(topic);
        Assert.Empty(instance.Queue.Sent);
        Assert.Equal([new StreamSignal(topic.Streams().First(), Next: 2)], instance.Signals.Sent);
    }

    [Fact]
    public async Task Promises_a_message_before_the_commit_and_sends_one_after_it()
    {
        await AddEndpointAsync();
        var gate = instance.Log.HoldCommit();
        var publishing = instance.PublishOneAsync(topic);
        await gate.Reached;
        Assert.Equal([(FanOutQueue.Name, new FanOutMessage(Stream, IsCheck: true).ToString(), TimeSpan.FromSeconds(30))], instance.Queue.Sent);
        Assert.Empty(instance.Signals.Sent);
        gate.Open();
        await publishing;
        Assert.Equal((FanOutQueue.Name, new FanOutMessage(Stream, Next: 2).ToString(), TimeSpan.Zero), instance.Queue.Sent[1]);
        Assert.Equal(2, instance.Queue.Sent.Count);
    }

    [Fact]
    public async Task Renews_the_promise_so_that_it_is_due_after_each_commit()
    {
        await AddEndpointAsync();
        for (var second = 0; second < 60; second++)
        {
            await instance.PublishOneAsync(topic);
            instance.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(4, instance.Queue.Sent.Count(message => message.Delay > TimeSpan.Zero));
    }

    [Fact]
    public async Task Does_not_commit_what_it_can_not_promise_to_deliver()
    {
        await AddEndpointAsync();
        instance.Queue.IsDown = true;
        Assert.Equal(PublishStatus.Unavailable, (await instance.PublishOneAsync(topic)).Status);
        Assert.Equal(0, instance.Log.Commits);
    }

    [Fact]
    public async Task Sends_one_message_for_many_commits_in_a_moment_and_none_too_few()
    {
        await AddEndpointAsync();
        for (var i = 0; i < 10; i++)
        {
            await instance.PublishOneAsync(topic);
        }

        Assert.Equal(1, Immediate());
        instance.Time.Advance(StreamWakeUps.Interval);
        Assert.Equal(2, Immediate());
        instance.Time.Advance(StreamWakeUps.Interval);
        Assert.Equal(2, Immediate());
        Assert.Equal(new FanOutMessage(Stream, Next: 11).ToString(), instance.Queue.Sent[^1].Message);
        await instance.PublishOneAsync(topic);
        Assert.Equal(3, Immediate());
    }

    [Fact]
    public async Task Hears_of_a_new_endpoint_within_the_directorys_staleness()
    {
        await instance.PublishOneAsync(topic);
        await AddEndpointAsync();
        instance.Time.Advance(TopicDirectory.Staleness);
        await instance.PublishOneAsync(topic);
        Assert.Equal(2, instance.Queue.Sent.Count);
    }

    private int Immediate() => instance.Queue.Sent.Count(message => message.Delay == TimeSpan.Zero);

    private Task<bool> AddEndpointAsync() => instance.Topics.TryAddSubscriptionAsync(
        SampleMessages.Subscription(topic) with { Delivery = SampleMessages.Push() }, TestContext.Current.CancellationToken);
}
