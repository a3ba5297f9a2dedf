using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;
using Serverless.Core.Tests.Messaging.Topics;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging.Administration;

/// <summary>The life of a subscription, whatever the stores lose and whoever dies.</summary>
public sealed class SubscriptionEditorTests
{
    private const string Hook = "https://example.com/hook";

    private readonly TopicsInstance instance = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_after_every_stream_has_its_cursor()
    {
        var topic = await instance.TopicAsync(new TopicRequest { Shards = 8 });
        var made = await instance.PutAsync();
        Assert.Equal((TopicStatus.Created, true), (made.Status, made.Subscription!.Active));
        Assert.All(topic.Streams(), stream => Assert.Equal(1, instance.Cursors[stream, made.Subscription]));
    }

    [Fact]
    public async Task Is_not_there_before_its_cursors_are()
    {
        await instance.PutTopicAsync();
        instance.Cursors.BeforeCreate = () => throw new StoreUnavailableException("Down.");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => instance.PutAsync());
        Assert.Equal(TopicStatus.NotFound, (await instance.Subscriptions.FindAsync("orders", "mail", Cancel)).Status);
        Assert.Empty((await instance.Subscriptions.ListAsync("orders", null, 10, Cancel))!);
        Assert.Equal(TopicStatus.NotFound, (await instance.PatchAsync(current => current with { Paused = true })).Status);
        instance.Cursors.BeforeCreate = null;
        instance.Time.Advance(SubscriptionEditor.HelpedFor);
        Assert.Equal(TopicStatus.Created, (await instance.PutAsync()).Status);
        instance.Time.Advance(DeletedTopics.Grace);
        Assert.Equal(1, await instance.PurgeAsync());
    }

    [Theory]
    [InlineData(Fault.RequestLost)]
    [InlineData(Fault.AnswerLost)]
    public async Task Is_made_once_when_the_store_loses_things(Fault fault)
    {
        await instance.PutTopicAsync();
        instance.Store.FailWrites(fault, fault, fault);
        var made = await instance.PutAsync();
        Assert.Equal(TopicStatus.Created, made.Status);
        Assert.Equal(made.Subscription!.Id, (await instance.Subscriptions.FindAsync("orders", "mail", Cancel)).Subscription!.Id);
        Assert.Empty(await instance.Store.ListTombstonesAsync(null, 10, Cancel));
    }

    [Fact]
    public async Task Begins_after_what_was_committed_before_and_with_what_comes_after()
    {
        var topic = await instance.TopicAsync();
        await instance.Publishing.PublishOneAsync(topic);
        var made = (await instance.PutAsync()).Subscription!;
        Assert.Equal(2, instance.Cursors[topic.Streams().First(), made]);
        var early = (await instance.PutAsync("early", TopicsInstance.Pull with { Start = "earliest" })).Subscription!;
        Assert.Equal(1, instance.Cursors[topic.Streams().First(), early]);
    }

    [Fact]
    public async Task Keeps_id_cursor_and_start_when_it_is_put_again()
    {
        await instance.PutTopicAsync();
        var made = (await instance.PutAsync(request: TopicsInstance.Pull with { Start = "earliest", Ordered = true })).Subscription!;
        var again = await instance.PutAsync();
        Assert.Equal((TopicStatus.Ok, made.Id, SubscriptionStart.Earliest, false), (again.Status, again.Subscription!.Id, again.Subscription.Start, again.Subscription.Ordered));
    }

    [Fact]
    public async Task Makes_a_secret_and_shows_it_once()
    {
        await instance.PutTopicAsync();
        var made = await instance.PutAsync(request: TopicsInstance.PushTo(Hook));
        Assert.True(SigningSecret.IsValid(made.NewSecret));
        Assert.Equal(made.NewSecret, Push(made).Secrets.Single().Value);
        var again = await instance.PutAsync(request: TopicsInstance.PushTo(Hook));
        Assert.Null(again.NewSecret);
        Assert.Equal(made.NewSecret, Push(again).Secrets.Single().Value);
    }

    [Fact]
    public async Task Lets_a_rotated_secret_sign_for_a_day()
    {
        await instance.PutTopicAsync();
        var old = (await instance.PutAsync(request: TopicsInstance.PushTo(Hook))).NewSecret!;
        var next = SigningSecret.Prefix + Convert.ToBase64String(new byte[32]);
        var rotated = await instance.PatchAsync(current => current with { Delivery = current.Delivery! with { Secret = next } });
        Assert.Equal([new(next), new SigningSecret(old, instance.Time.GetUtcNow().AddHours(24))], Push(rotated).Secrets);
        Assert.Null(rotated.NewSecret);
        instance.Time.Advance(TimeSpan.FromHours(24));
        Assert.False(Push(rotated).Secrets[1].Signs(instance.Time.GetUtcNow()));
        var third = SigningSecret.Prefix + Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
        Assert.Equal([third, next], Push(await instance.PatchAsync(current => current with { Delivery = current.Delivery! with { Secret = third } })).Secrets.Select(secret => secret.Value));
    }

    [Fact]
    public async Task Has_another_endpoint_agree_anew_and_the_same_one_not()
    {
        await instance.PutTopicAsync();
        var made = (await instance.PutAsync(request: TopicsInstance.PushTo(Hook))).Subscription!;
        var read = (await instance.Store.FindSubscriptionAsync(made.TopicId, "mail", Cancel))!;
        await instance.Store.TryReplaceSubscriptionAsync(read, made with { Delivery = (Delivery.Push)made.Delivery with { Verified = true, AllowedRate = 5 } }, Cancel);
        Assert.True(Push(await instance.PutAsync(request: TopicsInstance.PushTo(Hook))).Verified);
        var moved = Push(await instance.PatchAsync(current => current with { Delivery = current.Delivery! with { Endpoint = Hook + "2" } }));
        Assert.Equal((false, null, Push(new SubscriptionResult(TopicStatus.Ok, made)).Secrets[0]), (moved.Verified, moved.AllowedRate, moved.Secrets[0]));
    }

    [Fact]
    public async Task Keeps_its_cursors_when_it_turns_from_pull_to_push_and_back()
    {
        var topic = await instance.TopicAsync();
        var made = (await instance.PutAsync()).Subscription!;
        instance.Cursors[topic.Streams().First(), made] = 7;
        var pushed = await instance.PatchAsync(current => current with { Delivery = new DeliveryRequest { Mode = "push", Endpoint = Hook } });
        Assert.NotNull(pushed.NewSecret);
        var pulled = await instance.PatchAsync(current => current with { Delivery = new DeliveryRequest { Mode = "pull" } });
        Assert.Equal((made.Id, Delivery.Pull.Instance), (pulled.Subscription!.Id, pulled.Subscription.Delivery));
        Assert.Equal(7, instance.Cursors[topic.Streams().First(), made]);
    }

    [Fact]
    public async Task Changes_what_it_is_told_to_and_checks_what_comes_of_it()
    {
        await instance.PutTopicAsync();
        var filter = new Dictionary<string, AttributeCondition> { ["type"] = new AttributeCondition.Prefix("order") };
        await instance.PutAsync(request: TopicsInstance.Pull with { Filter = filter, Ordered = true, OnExhausted = "block", AckDeadline = TimeSpan.FromSeconds(60) });
        var patched = (await instance.PatchAsync(
            current => current with { Retry = current.Retry! with { MaxAttempts = 3 }, AckDeadline = null, Filter = null })).Subscription!;
        Assert.Equal((TimeSpan.FromSeconds(30), 3, true), (patched.AckDeadline, patched.Retry.MaxAttempts, patched.Ordered));
        Assert.Null(patched.Filter);
        Assert.Equal(TopicStatus.Invalid, (await instance.PatchAsync(current => current with { Ordered = false })).Status);
    }

    [Fact]
    public async Task Forgets_why_the_system_paused_it_when_its_owner_resumes_it()
    {
        await instance.PutTopicAsync();
        var made = (await instance.PutAsync()).Subscription!;
        var read = (await instance.Store.FindSubscriptionAsync(made.TopicId, "mail", Cancel))!;
        await instance.Store.TryReplaceSubscriptionAsync(read, made with { Paused = true, PausedReason = "410" }, Cancel);
        Assert.Equal("410", (await instance.PatchAsync(current => current with { Ordered = true })).Subscription!.PausedReason);
        Assert.Null((await instance.PatchAsync(current => current with { Paused = false })).Subscription!.PausedReason);
    }

    [Fact]
    public async Task Wakes_the_delivery_to_a_new_endpoint_now_and_when_every_publisher_knows_of_it()
    {
        var topic = await instance.TopicAsync(new TopicRequest { Shards = 2 });
        var made = (await instance.PutAsync(request: TopicsInstance.PushTo(Hook))).Subscription!;
        WakeUp[] wakeUps = [.. topic.Streams().Select(stream => new WakeUp(stream, made.Id, made.Name))];
        Assert.Equal(
            [
                .. wakeUps.Select(wakeUp => (PushQueues.Slow, (wakeUp with { IsForced = true }).ToString(), TimeSpan.Zero)),
                .. wakeUps.Select(wakeUp => (PushQueues.Slow, wakeUp.ToString(), TimeSpan.FromSeconds(30))),
            ],
            instance.Publishing.Queue.Sent);
    }

    [Theory]
    [InlineData(Fault.None)]
    [InlineData(Fault.AnswerLost)]
    public async Task Leaves_nothing_behind_when_it_is_deleted(Fault fault)
    {
        await instance.PutTopicAsync();
        var made = (await instance.PutAsync()).Subscription!;
        instance.Store.FailWrites(fault);
        Assert.Equal(TopicStatus.Ok, (await instance.Subscriptions.DeleteAsync("orders", "mail", Cancel)).Status);
        Assert.Equal(TopicStatus.NotFound, (await instance.Subscriptions.DeleteAsync("orders", "mail", Cancel)).Status);
        Assert.NotEqual(made.Id, (await instance.PutAsync()).Subscription!.Id);
        instance.Time.Advance(DeletedTopics.Grace);
        Assert.Equal(1, await instance.PurgeAsync());
        Assert.Equal([made.Id], instance.Cursors.Purged);
        Assert.Contains(made.Id, instance.Cursors.Closed);
    }

    [Theory]
    [InlineData("http://10.0.0.1/", "private")]
    [InlineData("http://169.254.169.254/latest/meta-data", "private")]
    [InlineData("http://[::1]/", "private")]
    [InlineData("http://[::ffff:127.0.0.1]/", "private")]
    [InlineData("http://2130706433/", "private")]
    [InlineData("http://0x7f.1/", "private")]
    [InlineData("http://127.0.0.1./", "private")]
    [InlineData("https://localhost/", "private")]
    [InlineData("https://a.LOCALHOST./", "private")]
    [InlineData("ftp://example.com/", "https://")]
    [InlineData("/hook", "https://")]
    [InlineData("https:example.com", "https://")]
    [InlineData("https://user:secret@example.com/", "user name")]
    [InlineData("https://example.com/#a", "fragment")]
    [InlineData("https://example.com/a b", "visible")]
    [InlineData("https://exämple.com/", "visible")]
    [InlineData("https://example.com\\@10.0.0.1/", "backslash")]
    [InlineData(null, "required")]
    public async Task Refuses_endpoints_that_lead_where_they_must_not(string? endpoint, string reason)
    {
        await instance.PutTopicAsync();
        var refused = await instance.PutAsync(request: TopicsInstance.PushTo(endpoint!));
        Assert.Contains(reason, string.Join(' ', refused.Errors!.ToDictionary()["delivery.endpoint"]), StringComparison.Ordinal);
        Assert.Empty(await instance.Store.ListSubscriptionsAsync((await instance.TopicAsync()).Id, null, 10, Cancel));
    }

    private static Delivery.Push Push(SubscriptionResult result) => (Delivery.Push)result.Subscription!.Delivery;
}
