using Serverless.Core.Messaging.Administration;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;
using Serverless.Core.Tests.Messaging.Topics;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging.Administration;

/// <summary>Which changes give topics and subscriptions another revision, and what a demand for one holds off.</summary>
public sealed class RevisionTests
{
    private readonly TopicsInstance instance = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Fault.None)]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.RequestLost)]
    public async Task Changes_a_topic_that_has_the_revision_whatever_gets_lost(Fault fault)
    {
        var made = (await PutTopicAsync(Precondition.Absent)).Topic!;
        instance.Store.FailWrites(fault);
        var changed = (await PutTopicAsync(Of(made.Revision))).Topic!;
        Assert.NotEqual(made.Revision, changed.Revision);
        Assert.Equal(changed.Revision, (await Assert.ThrowsAsync<PreconditionFailedException>(() => PutTopicAsync(Of(made.Revision)))).Revision);
        Assert.Equal(changed.Revision, (await Assert.ThrowsAsync<PreconditionFailedException>(() => PutTopicAsync(Precondition.Absent))).Revision);
        Assert.Equal(changed, await instance.Topics.FindAsync("orders", Cancel));
        await Assert.ThrowsAsync<PreconditionFailedException>(() => instance.Topics.DeleteAsync("orders", Of(made.Revision), Cancel));
        Assert.True(await instance.Topics.DeleteAsync("orders", Of(changed.Revision), Cancel));
        Assert.Null((await Assert.ThrowsAsync<PreconditionFailedException>(() => PutTopicAsync(Of(changed.Revision)))).Revision);
        Assert.DoesNotContain((await PutTopicAsync(Precondition.Absent)).Topic!.Revision, (string[])[made.Revision, changed.Revision]);
    }

    [Theory]
    [InlineData(Fault.None, Fault.None)]
    [InlineData(Fault.AnswerLost, Fault.None)]
    [InlineData(Fault.None, Fault.AnswerLost)]
    [InlineData(Fault.RequestLost, Fault.AnswerLost)]
    public async Task Makes_a_subscription_where_there_is_none_whatever_gets_lost(Fault first, Fault second)
    {
        await instance.PutTopicAsync();
        instance.Store.FailWrites(first, second);
        var made = await PutAsync(Precondition.Absent);
        Assert.Equal((TopicStatus.Created, true), (made.Status, made.Subscription!.Active));
        Assert.Equal(made.Subscription.Revision, (await Assert.ThrowsAsync<PreconditionFailedException>(() => PutAsync(Precondition.Absent))).Revision);
        var changed = (await PutAsync(Of(made.Subscription.Revision))).Subscription!;
        await Assert.ThrowsAsync<PreconditionFailedException>(() => PatchAsync(Of(made.Subscription.Revision)));
        var patched = (await PatchAsync(Of(changed.Revision))).Subscription!;
        Assert.Equal((true, 3), (patched.Paused, new HashSet<string>([made.Subscription.Revision, changed.Revision, patched.Revision]).Count));
        await Assert.ThrowsAsync<PreconditionFailedException>(() => instance.Subscriptions.DeleteAsync("orders", "mail", Of(changed.Revision), Cancel));
        Assert.Equal(TopicStatus.Ok, (await instance.Subscriptions.DeleteAsync("orders", "mail", Of(patched.Revision), Cancel)).Status);
        Assert.Equal(TopicStatus.NotFound, (await PatchAsync(Of(patched.Revision))).Status);
    }

    [Theory]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.RequestLost)]
    public async Task Changes_a_subscription_that_has_the_revision_whatever_gets_lost(Fault fault)
    {
        await instance.PutTopicAsync();
        var made = (await instance.PutAsync()).Subscription!;
        instance.Store.FailWrites(fault);
        Assert.Equal((TopicStatus.Ok, true), (await PatchAsync(Of(made.Revision))) is var patched ? (patched.Status, patched.Subscription!.Paused) : default);
    }

    [Fact]
    public async Task Lets_one_of_two_make_a_subscription_though_each_helps_the_other_on()
    {
        await instance.PutTopicAsync();
        Task<SubscriptionResult>? second = null;
        instance.Cursors.BeforeCreate = () =>
        {
            instance.Cursors.BeforeCreate = null;
            second = PutAsync(Precondition.Absent);
        };
        var first = await PutAsync(Precondition.Absent);
        Assert.Equal(TopicStatus.Created, first.Status);
        await Assert.ThrowsAsync<PreconditionFailedException>(() => second!);
    }

    [Fact]
    public async Task Stays_when_the_system_changes_a_subscription()
    {
        await instance.PutTopicAsync();
        var made = (await instance.PutAsync(request: TopicsInstance.PushTo("https://example.com/hook"))).Subscription!;
        var updates = new SubscriptionUpdates(instance.Store, instance.Publishing.Directory, instance.Publishing.Retry);
        var agreed = await updates.ChangeAsync(made, current => current with { Paused = true, PausedReason = "It does not answer." }, Cancel);
        Assert.Equal((true, made.Revision), (agreed!.Paused, agreed.Revision));
        Assert.Equal(TopicStatus.Ok, (await PatchAsync(Of(made.Revision))).Status);
    }

    private static Precondition Of(string revision) => new() { OneOf = [revision] };

    private Task<TopicResult> PutTopicAsync(Precondition precondition) => instance.Topics.PutAsync("orders", new TopicRequest(), precondition, Cancel);

    private Task<SubscriptionResult> PutAsync(Precondition precondition) =>
        instance.Subscriptions.PutAsync("orders", "mail", TopicsInstance.Pull, precondition, _ => true, Cancel);

    private Task<SubscriptionResult> PatchAsync(Precondition precondition) =>
        instance.Subscriptions.PatchAsync("orders", "mail", current => current with { Paused = true }, precondition, _ => true, Cancel);
}
