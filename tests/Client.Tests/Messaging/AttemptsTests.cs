using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Messaging;

/// <summary>Looking at messages and at attempts to deliver them, and having them delivered now, by the client.</summary>
public sealed class AttemptsTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_that_wait_are_shown_and_delivered_now()
    {
        using var test = new TestClient(app.Address, app.AdminKey);
        var (client, topic) = (test.Client, $"waiting-{Guid.NewGuid():n}");
        await client.Topics.PutAsync(topic, new TopicSettings { Shards = 1 }, Cancel);
        await client.Subscriptions.PutAsync(topic, "s", new SubscriptionSettings { Delivery = Delivery.Pull }, Cancel);
        await client.Topics.PublishAsync(topic, [.. Enumerable.Range(1, 3).Select(n => NewMessage.Of($"m{n}") with { MessageId = $"m{n}" })], Cancel);
        var pulled = await client.Subscriptions.PullAsync(topic, "s", cancellationToken: Cancel);
        await client.Subscriptions.NackAsync(topic, "s", [.. pulled.Take(2).Select(message => message.AckId)], TimeSpan.FromMinutes(10), cancellationToken: Cancel);

        var look = await client.Subscriptions.PeekAsync(topic, "s", max: 2, Cancel);
        Assert.True(look.HasMore);
        Assert.Equal([("m1", "delayed", 1), ("m2", "delayed", 1)], look.Messages.Select(message => (message.Id, message.State, message.Attempts)));
        Assert.All(look.Messages, message => Assert.True(message.Due > message.PublishedAt));

        var some = await client.Subscriptions.RetryAsync(topic, "s", ["m2", "m3"], Cancel);
        Assert.Equal((1, "m3"), (some.Retried, Assert.Single(some.NotWaiting)));
        Assert.Equal(1, (await client.Subscriptions.RetryAsync(topic, "s", cancellationToken: Cancel)).Retried);
        Assert.Equal(["m1", "m2"], (await client.Subscriptions.PullAsync(topic, "s", cancellationToken: Cancel)).Select(message => message.Id));
        Assert.Empty(await client.Subscriptions.ListAttemptsAsync(topic, "s", cancellationToken: Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Attempts_are_listed_as_they_are_asked_for()
    {
        using var test = new TestClient(app.Address, app.AdminKey);
        var (client, topic) = (test.Client, $"attempted-{Guid.NewGuid():n}");
        await client.Topics.PutAsync(topic, new TopicSettings { Shards = 1 }, Cancel);
        await client.Subscriptions.PutAsync(
            topic, "s", new SubscriptionSettings { Delivery = Delivery.Push("http://127.0.0.1:9/hook") }, Cancel);
        await client.Topics.PublishAsync(topic, [NewMessage.Of("x") with { MessageId = "an id & more" }], Cancel);
        List<DeliveryAttempt> attempts;
        do
        {
            attempts = await client.Subscriptions.ListAttemptsAsync(topic, "s", "an id & more", failed: true, Cancel).ToListAsync(Cancel);
        }
        while (attempts.Count == 0);

        Assert.Equal(("an id & more", 1, "unreachable", false), (attempts[^1].MessageId, attempts[^1].Attempt, attempts[^1].Fault, attempts[^1].IsDelivered));
        Assert.Empty(await client.Subscriptions.ListAttemptsAsync(topic, "s", "another", cancellationToken: Cancel).ToListAsync(Cancel));
        await client.Topics.DeleteAsync(topic, Cancel);
    }
}
