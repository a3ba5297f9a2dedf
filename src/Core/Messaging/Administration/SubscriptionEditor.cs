using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Administration;

/// <summary>
/// Makes, changes and deletes subscriptions. A new one is written as pending, then every stream gets its cursor, then it is
/// made active and answered: a message belongs to it if, and only if, its commit comes after its cursor. Requests for one
/// name finish what they find pending instead of working against each other; what a crash left is replaced, or deleted by
/// trimming. An id is given to one attempt to make a subscription, and never again.
/// </summary>
public sealed partial class SubscriptionEditor(
    ITopicStore store,
    ISubscriptionCursors cursors,
    Deleter deleter,
    SubscriptionRules rules,
    TopicDirectory directory,
    StreamWakeUps wakeUps,
    PushWakeUps endpoints,
    MessagingIds ids,
    StoreRetry retry,
    TimeProvider time)
{
    /// <summary>Makes a subscription, or gives the one of the name what the request says, whatever that is.</summary>
    /// <inheritdoc cref="PutAsync(string, string, SubscriptionRequest, Precondition, Func{string, bool}, CancellationToken)"/>
    public Task<SubscriptionResult> PutAsync(
        string topicName, string name, SubscriptionRequest request, Func<string, bool> mayPublish, CancellationToken cancellationToken) =>
        PutAsync(topicName, name, request, Precondition.None, mayPublish, cancellationToken);

    /// <summary>Makes a subscription, or gives the one of the name what the request says.</summary>
    /// <param name="precondition">What the revision has to be of the subscription that is there.</param>
    /// <param name="mayPublish">Whether the caller may publish to a topic of a name, which naming it for dead letters takes.</param>
    /// <exception cref="PreconditionFailedException">It is another; nothing was changed.</exception>
    /// <exception cref="WriteConflictException">Others changed it all the while.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the change may have been made.</exception>
    public Task<SubscriptionResult> PutAsync(
        string topicName, string name, SubscriptionRequest request, Precondition precondition, Func<string, bool> mayPublish, CancellationToken cancellationToken)
    {
        var (secret, mine) = (ids.NextSecret(), new DrawnNames());
        return RunAsync(topicName, name, secret, async (topic, token) =>
        {
            var errors = rules.Check(topicName, name, request);
            if (!errors.IsEmpty)
            {
                return new SubscriptionResult(TopicStatus.Invalid, Errors: errors);
            }

            var current = await FindFinishedAsync(topic, name, mine, token);
            errors = await CheckWithOthersAsync(request, current?.Subscription, mayPublish, token);
            if (!errors.IsEmpty)
            {
                return new SubscriptionResult(TopicStatus.Invalid, Errors: errors);
            }

            if (current is null)
            {
                precondition.Require(revision: null);
                return AsCreated(await CreateAsync(topic, Draft(topic, name, request, secret), mine, token), request);
            }

            // It may be active by an earlier attempt, whose answer got lost.
            var isMade = mine.Ids.Contains(current.Subscription.Id);
            if (isMade && !precondition.IsNone)
            {
                // What others made of it since, a demand for what was there before does not allow to write over.
                return new SubscriptionResult(TopicStatus.Created, current.Subscription);
            }

            var result = await ReplaceAsync(current, request, precondition, mine, secret, token);
            return isMade || (precondition.IsNone && mine.Helped.Contains(current.Subscription.Id)) ? AsCreated(result, request) : result;
        }, cancellationToken);
    }

    /// <summary>Changes what is there.</summary>
    /// <param name="change">Makes of the request that asks for what is there the one that asks for what is wanted; may be called several times.</param>
    /// <inheritdoc cref="PutAsync(string, string, SubscriptionRequest, Precondition, Func{string, bool}, CancellationToken)"/>
    public Task<SubscriptionResult> PatchAsync(
        string topicName,
        string name,
        Func<SubscriptionRequest, SubscriptionRequest> change,
        Precondition precondition,
        Func<string, bool> mayPublish,
        CancellationToken cancellationToken)
    {
        var (secret, mine) = (ids.NextSecret(), new DrawnNames());
        return RunAsync(topicName, name, secret, async (topic, token) =>
        {
            if (await FindActiveAsync(topic, name, token) is not { } current)
            {
                return new SubscriptionResult(TopicStatus.NotFound);
            }

            var request = change(SubscriptionRequest.Of(current.Subscription));
            var errors = rules.Check(topicName, name, request);
            errors = errors.IsEmpty ? await CheckWithOthersAsync(request, current.Subscription, mayPublish, token) : errors;
            return errors.IsEmpty
                ? await ReplaceAsync(current, request, precondition, mine, secret, token)
                : new SubscriptionResult(TopicStatus.Invalid, Errors: errors);
        }, cancellationToken);
    }

    /// <summary>Changes what is there, whatever its revision is.</summary>
    /// <inheritdoc cref="PatchAsync(string, string, Func{SubscriptionRequest, SubscriptionRequest}, Precondition, Func{string, bool}, CancellationToken)"/>
    public Task<SubscriptionResult> PatchAsync(
        string topicName, string name, Func<SubscriptionRequest, SubscriptionRequest> change, Func<string, bool> mayPublish, CancellationToken cancellationToken) =>
        PatchAsync(topicName, name, change, Precondition.None, mayPublish, cancellationToken);

    /// <summary>The subscription as stored, not as remembered.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<SubscriptionResult> FindAsync(string topicName, string name, CancellationToken cancellationToken) =>
        await FindTopicAsync(topicName, cancellationToken) is not { } topic
            ? new SubscriptionResult(TopicStatus.TopicNotFound)
            : await FindActiveAsync(topic, name, cancellationToken) is { } found
                ? new SubscriptionResult(TopicStatus.Ok, found.Subscription)
                : new SubscriptionResult(TopicStatus.NotFound);

    /// <summary>Subscriptions of a topic by name that come after <paramref name="after"/>; null if there is no such topic.</summary>
    /// <param name="limit">At most so many; fewer only at the end.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<IReadOnlyList<Subscription>?> ListAsync(string topicName, string? after, int limit, CancellationToken cancellationToken)
    {
        if (await FindTopicAsync(topicName, cancellationToken) is not { } topic)
        {
            return null;
        }

        var found = new List<Subscription>();
        IReadOnlyList<StoredSubscription> page;
        do
        {
            page = await store.ListSubscriptionsAsync(topic.Id, after, limit, cancellationToken);
            found.AddRange(page.Select(stored => stored.Subscription).Where(subscription => subscription.Active));
            after = page.Count > 0 ? page[^1].Subscription.Name : after;
        }
        while (page.Count == limit && found.Count < limit);

        return [.. found.Take(limit)];
    }

    /// <summary>Deletes a subscription: its name is free at once, and all that was kept for it is removed in the background.</summary>
    /// <inheritdoc cref="PutAsync(string, string, SubscriptionRequest, Precondition, Func{string, bool}, CancellationToken)"/>
    public Task<SubscriptionResult> DeleteAsync(string topicName, string name, Precondition precondition, CancellationToken cancellationToken)
    {
        string? seen = null;
        return RunAsync(topicName, name, secret: "", async (topic, token) =>
        {
            var current = await FindAsync(topic, name, token);
            if (current is not ({ Subscription.Active: true } or { Subscription.Deleting: true }) || (seen is not null && current.Subscription.Id != seen))
            {
                // An earlier attempt was stored, only its answer got lost; or another has finished it.
                return new SubscriptionResult(seen is null ? TopicStatus.NotFound : TopicStatus.Ok);
            }

            if (current.Subscription.Active)
            {
                await RequireAsync(precondition, current, token);
            }

            seen = current.Subscription.Id;
            return await deleter.TryDeleteAsync(current, topic.Shards, token) ? new SubscriptionResult(TopicStatus.Ok) : throw new WriteConflictException();
        }, cancellationToken);
    }

    /// <summary>Deletes a subscription, whatever its revision is.</summary>
    /// <inheritdoc cref="DeleteAsync(string, string, Precondition, CancellationToken)"/>
    public Task<SubscriptionResult> DeleteAsync(string topicName, string name, CancellationToken cancellationToken) =>
        DeleteAsync(topicName, name, Precondition.None, cancellationToken);

    // What was read may be old: that it is not what is demanded holds only if it can be written as it is.
    private async ValueTask RequireAsync(Precondition precondition, StoredSubscription current, CancellationToken cancellationToken)
    {
        if (!precondition.IsMetBy(current.Subscription.Revision) && !await store.TryReplaceSubscriptionAsync(current, current.Subscription, cancellationToken))
        {
            throw new WriteConflictException();
        }

        precondition.Require(current.Subscription.Revision);
    }

    private async ValueTask<SubscriptionResult> ReplaceAsync(
        StoredSubscription current, SubscriptionRequest request, Precondition precondition, DrawnNames mine, string secret, CancellationToken cancellationToken)
    {
        if (mine.Revisions.Contains(current.Subscription.Revision))
        {
            // An earlier attempt was stored, only its answer got lost.
            return new SubscriptionResult(TopicStatus.Ok, current.Subscription);
        }

        await RequireAsync(precondition, current, cancellationToken);
        var revision = ids.NextId();
        mine.Revisions.Add(revision);
        var next = SubscriptionPlan.Apply(current.Subscription, request, secret, time.GetUtcNow().ToMilliseconds()) with { Revision = revision };
        // Also where nothing changes: what was read may have been replaced or deleted since.
        return await store.TryReplaceSubscriptionAsync(current, next, cancellationToken)
            ? new SubscriptionResult(TopicStatus.Ok, next)
            : throw new WriteConflictException();
    }

    private async Task<SubscriptionResult> RunAsync(
        string topicName,
        string name,
        string secret,
        Func<Topic, CancellationToken, ValueTask<SubscriptionResult>> attempt,
        CancellationToken cancellationToken)
    {
        Topic? topic = null;
        try
        {
            var result = await retry.RunConditionallyAsync(
                async token =>
                {
                    // With each attempt anew: one that was deleted in between may have been made again.
                    topic = await FindTopicAsync(topicName, token);
                    var outcome = topic is null ? new SubscriptionResult(TopicStatus.TopicNotFound) : await attempt(topic, token);
                    return topic is null || !await deleter.IsDeletedAsync(topic, token) ? outcome : throw new WriteConflictException();
                },
                cancellationToken);
            if (result.Subscription is { } changed)
            {
                directory.Forget(topic!.Id, name);
                wakeUps.Announce(topic, changed);
            }

            return result.Subscription?.Delivery is Delivery.Push push ? WithEndpoint(topic!, result, push, secret) : result;
        }
        finally
        {
            if (topic is not null)
            {
                directory.Forget(topic.Id, name);
            }
        }
    }

    private SubscriptionResult WithEndpoint(Topic topic, SubscriptionResult result, Delivery.Push push, string secret)
    {
        endpoints.Wake(result.Subscription!, topic.Shards);
        return push.Secrets[0].Value == secret ? result with { NewSecret = secret } : result;
    }

    // Of what another began and this request finished, nobody else may have been told.
    private static SubscriptionResult AsCreated(SubscriptionResult result, SubscriptionRequest request) => result with
    {
        Status = TopicStatus.Created,
        NewSecret = result.Subscription!.Delivery is Delivery.Push push && request.Delivery?.Secret is null ? push.Secrets[0].Value : null,
    };

    // What is there already of dead letters was checked when it was set: its topic may be gone since, or the right to publish to it.
    private async ValueTask<FieldErrors> CheckWithOthersAsync(
        SubscriptionRequest request, Subscription? current, Func<string, bool> mayPublish, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        EndpointHeaderRules.CheckKept(request.Delivery, current?.Delivery, errors);
        if (request.DeadLetterTopic is not { } other || other == current?.DeadLetterTopic)
        {
            return errors;
        }

        var mayBe = mayPublish(other) && await FindTopicAsync(other, cancellationToken) is not null;
        return errors.Add("deadLetterTopic", mayBe ? null : "must be a topic that exists and that you may publish to.");
    }

    private async ValueTask<Topic?> FindTopicAsync(string name, CancellationToken cancellationToken) =>
        ResourceName.IsValid(name) && await store.FindTopicAsync(name, cancellationToken) is { Topic: { Deleting: false } topic } ? topic : null;

    private async ValueTask<StoredSubscription?> FindAsync(Topic topic, string name, CancellationToken cancellationToken) =>
        ResourceName.IsValid(name) ? await store.FindSubscriptionAsync(topic.Id, name, cancellationToken) : null;

    private async ValueTask<StoredSubscription?> FindActiveAsync(Topic topic, string name, CancellationToken cancellationToken) =>
        await FindAsync(topic, name, cancellationToken) is { Subscription.Active: true } found ? found : null;
}
