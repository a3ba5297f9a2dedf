using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Messaging;

/// <summary><c>await foreach</c> over a subscription of the real service.</summary>
public sealed class SubscribeTests(RunningApp app) : IClassFixture<RunningApp>, IDisposable
{
    private readonly TestClient service = new(app.Address, app.AdminKey);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private ServerlessClient Client => service.Client;

    public void Dispose() => service.Dispose();

    [Fact]
    public async Task Topics_and_subscriptions_can_be_put_read_changed_listed_and_deleted()
    {
        var topic = await Client.Topics.PutAsync("managed", new TopicSettings { Shards = 2, Retention = new Retention(RetentionMode.KeepFor, TimeSpan.FromDays(1)) }, Cancelled);
        Assert.Equal(("managed", 2, RetentionMode.KeepFor), (topic.Name, topic.Shards, topic.Retention!.Mode));
        var again = await Client.Topics.PutAsync("managed", topic, Cancelled);
        Assert.Equal(topic with { ETag = again.ETag }, again);
        var filter = new Dictionary<string, AttributeFilter> { ["kind"] = new("order"), ["shop"] = new("eu-", IsPrefix: true) };
        var made = await Client.Subscriptions.PutAsync("managed", "mail", new SubscriptionSettings { Delivery = Delivery.Pull, Filter = filter }, Cancelled);
        Assert.Equal(filter, made.Filter);
        var changed = await Client.Subscriptions.ChangeAsync("managed", "mail", new SubscriptionSettings { Paused = true }, Cancelled);
        Assert.Equal((true, TimeSpan.FromSeconds(30)), (changed.Paused, changed.AckDeadline));
        Assert.Equal(["mail"], await Client.Subscriptions.ListAsync("managed", Cancelled).Select(each => each.Name).ToListAsync(Cancelled));
        Assert.Equal(0, (await Client.Subscriptions.FindStatsAsync("managed", "mail", Cancelled))!.Backlog);
        Assert.True(await Client.Subscriptions.DeleteAsync("managed", "mail", Cancelled));
        Assert.Null(await Client.Subscriptions.FindAsync("managed", "mail", Cancelled));
        Assert.True(await Client.Topics.DeleteAsync("managed", Cancelled));
        Assert.Null(await Client.Topics.FindAsync("managed", Cancelled));
    }

    [Fact]
    public async Task Acknowledges_a_message_when_the_loop_moves_on_and_gives_back_the_one_it_is_left_at()
    {
        await PrepareAsync("moves-on", 5);
        var handled = new List<string>();
        await foreach (var message in Client.SubscribeAsync("moves-on", "worker", cancellationToken: Cancelled))
        {
            handled.Add(message.Data!.Value.GetString()!);
            if (handled.Count == 3)
            {
                break;
            }
        }

        Assert.Equal(["0", "1", "2"], handled);
        Assert.Equal((3, 0), await BacklogAsync("moves-on"));

        // What was given back is delivered to the next at once.
        var rest = await Client.SubscribeAsync("moves-on", "worker", cancellationToken: Cancelled).Take(3).Select(message => message.Data!.Value.GetString()).ToListAsync(Cancelled);
        Assert.Equal(["2", "3", "4"], rest.Order());
    }

    [Fact]
    public async Task Gives_back_a_message_whose_handling_threw()
    {
        await PrepareAsync("throws", 1);
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var message in Client.SubscribeAsync("throws", "worker", new SubscribeOptions { NackDelay = TimeSpan.Zero }, Cancelled))
            {
                throw new InvalidOperationException(message.Id);
            }
        });
        var again = await Client.SubscribeAsync("throws", "worker", cancellationToken: Cancelled).FirstAsync(Cancelled);
        Assert.Equal(2, again.Attempt);
    }

    [Fact]
    public async Task Ends_with_the_token_and_has_sent_every_acknowledgement_by_then()
    {
        await PrepareAsync("ends", 4);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var handled = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var message in Client.SubscribeAsync("ends", "worker", cancellationToken: stop.Token))
            {
                if (++handled == 4)
                {
                    await stop.CancelAsync();
                }
            }
        });
        Assert.Equal((0, 0), await BacklogAsync("ends"));
    }

    [Fact]
    public async Task Acknowledges_nothing_by_itself_where_that_is_done_by_hand()
    {
        await PrepareAsync("by-hand", 3);
        var seen = 0;
        await foreach (var message in Client.SubscribeAsync("by-hand", "worker", new SubscribeOptions { ManualAck = true }, Cancelled))
        {
            seen++;
            if (message.Data!.Value.GetString() == "1")
            {
                await message.AckAsync(Cancelled);
                await message.AckAsync(Cancelled);
            }

            if (seen == 3)
            {
                break;
            }
        }

        Assert.Equal((2, 0), await BacklogAsync("by-hand"));
    }

    [Fact]
    public async Task Waits_for_messages_that_are_published_later()
    {
        await PrepareAsync("later", 0);
        var first = Client.SubscribeAsync("later", "worker", cancellationToken: Cancelled).FirstAsync(Cancelled).AsTask();
        var published = await Client.Topics.PublishAsync("later", NewMessage.Of([1, 2, 3]), Cancelled);
        var message = await first;
        Assert.Equal(published.Id, message.Id);
        Assert.Equal([1, 2, 3], message.Bytes.ToArray());
    }

    [Fact]
    public async Task A_subscription_that_is_not_there_is_an_error()
    {
        await PrepareAsync("known", 0);
        var refused = await Assert.ThrowsAsync<ServerlessException>(
            async () => await Client.SubscribeAsync("known", "unknown", cancellationToken: Cancelled).FirstAsync(Cancelled));
        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
    }

    private async Task PrepareAsync(string topic, int messages)
    {
        await Client.Topics.PutAsync(topic, cancellationToken: Cancelled);
        await Client.Subscriptions.PutAsync(topic, "worker", new SubscriptionSettings { Delivery = Delivery.Pull }, Cancelled);
        if (messages > 0)
        {
            await Client.Topics.PublishAsync(topic, [.. Enumerable.Range(0, messages).Select(i => NewMessage.Of($"{i}"))], Cancelled);
        }
    }

    private async Task<(long Backlog, long Outstanding)> BacklogAsync(string topic)
    {
        var stats = await Client.Subscriptions.FindStatsAsync(topic, "worker", Cancelled);
        return (stats!.Backlog, stats.Outstanding);
    }
}
