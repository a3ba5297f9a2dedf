using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Pulling;

/// <summary>What waits for its next attempt is delivered now, wherever it lies.</summary>
public sealed class MessageRetrierTests
{
    private const int Many = 12_000;

    private readonly ConsumingInstance instance = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_what_lies_in_pages_by_id_and_all_of_it()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic);
        await PutOffAsync(topic, subscription, Many);
        var state = await StateAsync(topic, subscription);
        Assert.InRange(state.Pages.Length, 9, CursorLimits.Pages);

        string[] ids = ["m1", "m777", "m4000", "m9999"];
        var (retried, notWaiting) = await instance.Retrier.RetryAsync(topic, subscription, [.. ids, "m12001", "none"], Cancel);
        Assert.Equal(4, retried);
        Assert.Equal(["m12001", "none"], notWaiting);
        var pulled = await instance.PullAsync(topic, subscription);
        Assert.Equal(ids.Order(StringComparer.Ordinal), pulled.Select(message => message.Message.Id).Order(StringComparer.Ordinal));
        Assert.All(pulled, message => Assert.Equal(2, message.Attempt));
        Assert.Equal(Many, (await StateAsync(topic, subscription)).Undone);

        Assert.Equal(Many - 4, await instance.Retrier.RetryAllAsync(topic, subscription, Cancel));
        Assert.Equal(0, await instance.Retrier.RetryAllAsync(topic, subscription, Cancel));
        await instance.AcknowledgeAsync(topic, subscription, pulled);
        var rest = new HashSet<string>(StringComparer.Ordinal);
        while (await instance.PullAsync(topic, subscription) is { Count: > 0 } more)
        {
            Assert.All(more, message => Assert.Equal(2, message.Attempt));
            rest.UnionWith(more.Select(message => message.Message.Id));
            await instance.AcknowledgeAsync(topic, subscription, more);
        }

        Assert.Equal(Many - 4, rest.Count);
        Assert.Equal(0, (await StateAsync(topic, subscription)).Undone);
    }

    [Fact]
    public async Task Leaves_alone_what_is_due_leased_or_exhausted_and_what_others_wait_for_in_its_order()
    {
        var topic = await instance.TopicAsync();
        var subscription = await instance.SubscribeAsync(topic, subscription => subscription with { Ordered = true });
        foreach (var (id, key) in ((string, string)[])[("a1", "a"), ("a2", "a"), ("b1", "b"), ("c1", "c")])
        {
            await instance.Publishing.PublishOneAsync(topic, key: key, id: id);
        }

        var pulled = await instance.PullAsync(topic, subscription);
        Assert.Equal(["a1", "b1", "c1"], pulled.Select(message => message.Message.Id));
        await instance.Settler.NackAsync(topic, subscription, [pulled[0].AckId], TimeSpan.FromHours(1), countsAttempt: true, Cancel);
        await instance.Settler.NackAsync(topic, subscription, [pulled[1].AckId], TimeSpan.Zero, countsAttempt: true, Cancel);
        var (retried, notWaiting) = await instance.Retrier.RetryAsync(topic, subscription, ["a1", "a2", "b1", "c1"], Cancel);
        Assert.Equal(1, retried);
        Assert.Equal(["a2", "b1", "c1"], notWaiting);
        Assert.Equal(["a1", "b1"], (await instance.PullAsync(topic, subscription)).Select(message => message.Message.Id));
    }

    [Fact]
    public async Task Wakes_the_endpoint_where_something_waited()
    {
        var topic = await instance.TopicAsync(shards: 2);
        var subscription = await instance.SubscribeAsync(topic);
        await PutOffAsync(topic, subscription, 1);
        var push = subscription with { Delivery = SampleMessages.Push() };
        instance.Endpoints.Woken.Clear();
        await instance.Retrier.RetryAsync(topic, push, ["none"], Cancel);
        Assert.Empty(instance.Endpoints.Woken);
        await instance.Retrier.RetryAllAsync(topic, push, Cancel);
        Assert.Superset(topic.Streams().ToHashSet(), instance.Endpoints.Woken.Select(woken => woken.Stream).ToHashSet());
    }

    private async Task PutOffAsync(Topic topic, Subscription subscription, int count)
    {
        foreach (var numbers in Enumerable.Range(1, count).Chunk(500))
        {
            await instance.Publishing.PublishAsync(topic, [.. numbers.Select(number => SampleMessages.Message(id: $"m{number}"))]);
            for (var left = numbers.Length; left > 0;)
            {
                var pulled = await instance.PullAsync(topic, subscription);
                left -= pulled.Count;
                await instance.Settler.NackAsync(
                    topic, subscription, [.. pulled.Select(message => message.AckId)], TimeSpan.FromHours(1), countsAttempt: true, Cancel);
            }
        }
    }

    private async Task<CursorState> StateAsync(Topic topic, Subscription subscription) =>
        (await instance.CursorStore.FindAsync(new CursorId(subscription.Id, topic.Streams().Single()), Cancel))!.State;
}
