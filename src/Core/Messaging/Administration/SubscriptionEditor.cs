using System.Text.Json;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Administration;

/// <summary>
/// Makes, changes and deletes subscriptions. A new one is written as pending, then every stream gets its cursor, then it is
/// made active and answered: a message belongs to it if, and only if, its commit comes after its cursor. One that a crash
/// left pending is replaced by the next request for its name, and in time by trimming.
/// </summary>
public sealed class SubscriptionEditor(
    ITopicStore store,
    ISubscriptionCursors cursors,
    SubscriptionRules rules,
    TopicDirectory directory,
    StreamWakeUps wakeUps,
    PushWakeUps endpoints,
    MessagingIds ids,
    StoreRetry retry,
    TimeProvider time)
{
    /// <summary>Makes a subscription, or gives the one of the name what the request says.</summary>
    /// <exception cref="WriteConflictException">Others changed it all the while.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the change may have been made.</exception>
    public async Task<SubscriptionResult> PutAsync(string topicName, string name, SubscriptionRequest request, CancellationToken cancellationToken)
    {
        if (await FindTopicAsync(topicName, cancellationToken) is not { } topic)
        {
            return new SubscriptionResult(TopicStatus.TopicNotFound);
        }

        var errors = await CheckAsync(topicName, name, request, cancellationToken);
        if (!errors.IsEmpty)
        {
            return new SubscriptionResult(TopicStatus.Invalid, Errors: errors);
        }

        var secret = ids.NextSecret();
        var draft = Draft(topic, name, request, secret);
        return await RunAsync(topic, name, secret, async token =>
            await TryChangeAsync(topic, draft, request, secret, token) ?? await CreateAsync(topic, draft, token), cancellationToken);
    }

    /// <summary>Changes what the patch names, and leaves the rest as it is.</summary>
    /// <param name="cleared">Names of the fields that take their default.</param>
    /// <inheritdoc cref="PutAsync"/>
    public async Task<SubscriptionResult> PatchAsync(
        string topicName, string name, SubscriptionRequest patch, IReadOnlySet<string> cleared, CancellationToken cancellationToken)
    {
        if (await FindTopicAsync(topicName, cancellationToken) is not { } topic)
        {
            return new SubscriptionResult(TopicStatus.TopicNotFound);
        }

        var secret = ids.NextSecret();
        return await RunAsync(topic, name, secret, async token =>
        {
            var current = await FindActiveAsync(topic, name, token);
            if (current is null)
            {
                return new SubscriptionResult(TopicStatus.NotFound);
            }

            var request = SubscriptionRequest.Of(current.Subscription).With(patch, cleared);
            var errors = await CheckAsync(topicName, name, request, token);
            return errors.IsEmpty
                ? await ReplaceAsync(current, request, secret, token)
                : new SubscriptionResult(TopicStatus.Invalid, Errors: errors);
        }, cancellationToken);
    }

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
    /// <inheritdoc cref="PutAsync"/>
    public async Task<SubscriptionResult> DeleteAsync(string topicName, string name, CancellationToken cancellationToken)
    {
        if (await FindTopicAsync(topicName, cancellationToken) is not { } topic)
        {
            return new SubscriptionResult(TopicStatus.TopicNotFound);
        }

        string? seen = null;
        return await RunAsync(topic, name, secret: "", async token =>
        {
            var current = await FindActiveAsync(topic, name, token);
            if (current is null || (seen is not null && current.Subscription.Id != seen))
            {
                // An earlier attempt was stored, only its answer got lost.
                return new SubscriptionResult(seen is null ? TopicStatus.NotFound : TopicStatus.Ok);
            }

            seen = current.Subscription.Id;
            await BuryAsync(topic, current, token);
            return new SubscriptionResult(TopicStatus.Ok);
        }, cancellationToken);
    }

    private async ValueTask<SubscriptionResult?> TryChangeAsync(
        Topic topic, Subscription draft, SubscriptionRequest request, string secret, CancellationToken cancellationToken)
    {
        var current = await FindActiveAsync(topic, draft.Name, cancellationToken);
        if (current is null)
        {
            return null;
        }

        // It is active by an earlier attempt, whose answer got lost.
        return current.Subscription.Id == draft.Id
            ? new SubscriptionResult(TopicStatus.Created, current.Subscription)
            : await ReplaceAsync(current, request, secret, cancellationToken);
    }

    private async ValueTask<SubscriptionResult> CreateAsync(Topic topic, Subscription draft, CancellationToken cancellationToken)
    {
        var pending = await store.FindSubscriptionAsync(topic.Id, draft.Name, cancellationToken);
        if (pending is not null && pending.Subscription.Id != draft.Id)
        {
            await BuryAsync(topic, pending, cancellationToken);
            pending = null;
        }

        if (pending is null)
        {
            pending = await store.TryAddSubscriptionAsync(draft, cancellationToken)
                ? await store.FindSubscriptionAsync(topic.Id, draft.Name, cancellationToken)
                : null;
        }

        if (pending?.Subscription.Id != draft.Id)
        {
            throw new WriteConflictException();
        }

        await cursors.CreateAsync(topic, draft, cancellationToken);
        var active = draft with { Active = true };
        return await store.TryReplaceSubscriptionAsync(pending, active, cancellationToken)
            ? new SubscriptionResult(TopicStatus.Created, active)
            : throw new WriteConflictException();
    }

    private async ValueTask<SubscriptionResult> ReplaceAsync(
        StoredSubscription current, SubscriptionRequest request, string secret, CancellationToken cancellationToken)
    {
        var next = SubscriptionPlan.Apply(current.Subscription, request, secret, time.GetUtcNow().ToMilliseconds());
        return IsSame(next, current.Subscription) || await store.TryReplaceSubscriptionAsync(current, next, cancellationToken)
            ? new SubscriptionResult(TopicStatus.Ok, next)
            : throw new WriteConflictException();
    }

    private async ValueTask BuryAsync(Topic topic, StoredSubscription current, CancellationToken cancellationToken)
    {
        var tombstone = new Tombstone(topic.Id, current.Subscription.Id, current.Subscription.Name, topic.Shards, time.GetUtcNow().ToMilliseconds());
        if (!await store.TryBurySubscriptionAsync(current, tombstone, cancellationToken))
        {
            throw new WriteConflictException();
        }
    }

    private async Task<SubscriptionResult> RunAsync(
        Topic topic, string name, string secret, Func<CancellationToken, ValueTask<SubscriptionResult>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            var result = await retry.RunAsync(attempt, cancellationToken);
            if (result.Subscription is { } changed)
            {
                directory.Forget(topic.Id, name);
                wakeUps.Announce(topic, changed);
            }

            if (result.Subscription?.Delivery is not Delivery.Push push)
            {
                return result;
            }

            endpoints.Wake(result.Subscription, topic.Shards);
            return push.Secrets[0].Value == secret ? result with { NewSecret = secret } : result;
        }
        finally
        {
            directory.Forget(topic.Id, name);
        }
    }

    private Subscription Draft(Topic topic, string name, SubscriptionRequest request, string secret)
    {
        var now = time.GetUtcNow().ToMilliseconds();
        var draft = new Subscription
        {
            Id = ids.NextId(),
            TopicId = topic.Id,
            Topic = topic.Name,
            Name = name,
            CreatedAt = now,
            Start = SubscriptionStart.TryParse(request.Start, out var start) ? start : SubscriptionStart.Latest,
        };
        return SubscriptionPlan.Apply(draft, request, secret, now);
    }

    private async ValueTask<FieldErrors> CheckAsync(string topicName, string name, SubscriptionRequest request, CancellationToken cancellationToken)
    {
        var errors = rules.Check(topicName, name, request);
        return errors.IsEmpty && request.DeadLetterTopic is { } other && await store.FindTopicAsync(other, cancellationToken) is null
            ? errors.Add("deadLetterTopic", "must be a topic that exists.")
            : errors;
    }

    private async ValueTask<Topic?> FindTopicAsync(string name, CancellationToken cancellationToken) =>
        ResourceName.IsValid(name) ? (await store.FindTopicAsync(name, cancellationToken))?.Topic : null;

    private async ValueTask<StoredSubscription?> FindActiveAsync(Topic topic, string name, CancellationToken cancellationToken) =>
        ResourceName.IsValid(name) && await store.FindSubscriptionAsync(topic.Id, name, cancellationToken) is { Subscription.Active: true } found ? found : null;

    // By what is stored of them: lists within are not compared by what they hold.
    private static bool IsSame(Subscription one, Subscription other) =>
        JsonSerializer.Serialize(one, StoredTopicsJson.Default.Subscription) == JsonSerializer.Serialize(other, StoredTopicsJson.Default.Subscription);
}
