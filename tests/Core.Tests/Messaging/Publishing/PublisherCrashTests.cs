using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Publishing;

/// <summary>A publisher that dies at any call, before it or after it: a repetition elsewhere stores the message once, and the endpoints hear of it.</summary>
public sealed class PublisherCrashTests
{
    private readonly Topic topic = SampleMessages.Topic();
    private readonly InMemoryMessageLog log = new();
    private readonly InMemoryTopicStore topics = new();

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public async Task Stores_a_message_once_and_promises_its_delivery(int call, bool isAfter)
    {
        await topics.TryAddSubscriptionAsync(
            SampleMessages.Subscription(topic) with { Delivery = SampleMessages.Push() }, TestContext.Current.CancellationToken);
        var dying = new PublishingInstance(log, topics);
        var dead = DieAt(dying, call, isAfter);
        var publishing = dying.PublishOneAsync(topic, "1", id: "a");
        await Task.WhenAny(publishing, dead);

        var isStored = (await log.FindHeadAsync(topic.Streams().First(), TestContext.Current.CancellationToken)).Head.Next > 1;
        Assert.True(!isStored || dying.Queue.Sent.Any(message => message.Delay > TimeSpan.Zero), "It was stored before its delivery was promised.");
        Assert.True(isStored || !publishing.IsCompleted, "It was acknowledged and not stored.");

        var survivor = new PublishingInstance(log, topics, dying.Time, seed: 2);
        Assert.Equal((isStored ? PublishStatus.Duplicate : PublishStatus.Published, 1L), Told(await survivor.PublishOneAsync(topic, "1", id: "a")));
        Assert.Equal(["1"], await survivor.TextsAsync(topic));
    }

    // From its death on, no call returns: nothing of the process goes on, and nobody is answered.
    private static Task DieAt(PublishingInstance instance, int call, bool isAfter)
    {
        var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        instance.Log.Dies = (isNowAfter) =>
        {
            var dies = dead.Task.IsCompleted || (calls == call && isNowAfter == isAfter);
            calls += isNowAfter ? 1 : 0;
            return dies && (dead.TrySetResult() || true);
        };
        return dead.Task;
    }

    private static (PublishStatus, long) Told(PublishResult result) => (result.Status, result.Sequence);
}
