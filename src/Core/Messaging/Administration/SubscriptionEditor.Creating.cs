using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Administration;

/// <content>How a subscription comes to be, whoever else makes or deletes one of its name.</content>
public sealed partial class SubscriptionEditor
{
    /// <summary>An attempt that is older is not finished by others: what was published since would belong to the subscription.</summary>
    public static readonly TimeSpan HelpedFor = TimeSpan.FromSeconds(10);

    /// <summary>The active subscription of a name; null when the name is free, which it is once what was deleted half-way is gone.</summary>
    private async ValueTask<StoredSubscription?> FindFinishedAsync(Topic topic, string name, DrawnNames mine, CancellationToken cancellationToken)
    {
        var current = await FindAsync(topic, name, cancellationToken);
        if (current is null or { Subscription.Active: true })
        {
            return current;
        }

        var isMine = mine.Ids.Contains(current.Subscription.Id);
        if (current.Subscription.Deleting || !(isMine || time.GetUtcNow() - current.Subscription.CreatedAt < HelpedFor))
        {
            return await deleter.TryDeleteAsync(current, topic.Shards, cancellationToken) ? null : throw new WriteConflictException();
        }

        await ActivateAsync(topic, current, cancellationToken);
        (isMine ? mine.Ids : mine.Helped).Add(current.Subscription.Id);
        return await FindActiveAsync(topic, name, cancellationToken) ?? throw new WriteConflictException();
    }

    private async ValueTask<SubscriptionResult> CreateAsync(Topic topic, Subscription draft, DrawnNames mine, CancellationToken cancellationToken)
    {
        mine.Ids.Add(draft.Id);
        if (!await store.TryAddSubscriptionAsync(draft, cancellationToken)
            || await store.FindSubscriptionAsync(topic.Id, draft.Name, cancellationToken) is not { Subscription: { Active: false, Deleting: false } } pending
            || pending.Subscription.Id != draft.Id)
        {
            // Others may have finished it already, or deleted it.
            throw new WriteConflictException();
        }

        return new SubscriptionResult(TopicStatus.Created, await ActivateAsync(topic, pending, cancellationToken));
    }

    private async ValueTask<Subscription> ActivateAsync(Topic topic, StoredSubscription pending, CancellationToken cancellationToken)
    {
        if (!await cursors.TryCreateAsync(topic, pending.Subscription, cancellationToken))
        {
            // Its topic was deleted meanwhile; one of the same name is another.
            await deleter.TryDeleteAsync(pending, topic.Shards, cancellationToken);
            throw new WriteConflictException();
        }

        var active = pending.Subscription with { Active = true };
        return await store.TryReplaceSubscriptionAsync(pending, active, cancellationToken) ? active : throw new WriteConflictException();
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

    /// <summary>What a request recognises its own earlier attempts by.</summary>
    private sealed class DrawnNames
    {
        /// <summary>Ids that it has drawn, of which none is used for a second attempt.</summary>
        public HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        /// <summary>Revisions that it has drawn, likewise.</summary>
        public HashSet<string> Revisions { get; } = new(StringComparer.Ordinal);

        /// <summary>Ids of what it has finished for others, nobody of whom may have been told.</summary>
        public HashSet<string> Helped { get; } = new(StringComparer.Ordinal);
    }
}
