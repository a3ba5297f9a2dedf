using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Administration;

/// <summary>Makes, changes and deletes topics.</summary>
public sealed class TopicEditor(ITopicStore store, TopicDirectory directory, MessagingIds ids, StoreRetry retry, TimeProvider time)
{
    /// <summary>Makes a topic, or gives the one of the name what the request says.</summary>
    /// <exception cref="WriteConflictException">Others changed the topic all the while.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the change may have been made.</exception>
    public async Task<TopicResult> PutAsync(string name, TopicRequest request, CancellationToken cancellationToken)
    {
        var errors = TopicRules.Check(name, request);
        if (!errors.IsEmpty)
        {
            return new TopicResult(TopicStatus.Invalid, Errors: errors);
        }

        var draft = TopicRules.Apply(new Topic { Id = ids.NextId(), Name = name, CreatedAt = time.GetUtcNow().ToMilliseconds() }, request);
        return await RunAsync(name, token => AttemptPutAsync(draft, request, token), cancellationToken);
    }

    /// <summary>The topic as stored, not as remembered.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<Topic?> FindAsync(string name, CancellationToken cancellationToken) =>
        ResourceName.IsValid(name) ? (await store.FindTopicAsync(name, cancellationToken))?.Topic : null;

    /// <inheritdoc cref="ITopicStore.ListTopicsAsync"/>
    public async Task<IReadOnlyList<Topic>> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        [.. (await store.ListTopicsAsync(after, limit, cancellationToken)).Select(stored => stored.Topic)];

    /// <summary>Deletes a topic: its name is free at once, and all that was kept for it is removed in the background.</summary>
    /// <returns>False when there is none.</returns>
    /// <inheritdoc cref="PutAsync"/>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        if (!ResourceName.IsValid(name))
        {
            return false;
        }

        string? seen = null;
        return await RunAsync(name, async token =>
        {
            var current = await store.FindTopicAsync(name, token);
            if (current is null || (seen is not null && current.Topic.Id != seen))
            {
                // An earlier attempt was stored, only its answer got lost.
                return seen is not null;
            }

            seen = current.Topic.Id;
            var tombstone = new Tombstone(seen, null, name, current.Topic.Shards, time.GetUtcNow().ToMilliseconds());
            return await store.TryBuryTopicAsync(current, tombstone, token) ? true : throw new WriteConflictException();
        }, cancellationToken);
    }

    private async ValueTask<TopicResult> AttemptPutAsync(Topic draft, TopicRequest request, CancellationToken cancellationToken)
    {
        var current = await store.FindTopicAsync(draft.Name, cancellationToken);
        if (current is null)
        {
            return await store.TryAddTopicAsync(draft, cancellationToken) ? new TopicResult(TopicStatus.Created, draft) : throw new WriteConflictException();
        }

        if (current.Topic.Id == draft.Id)
        {
            return new TopicResult(TopicStatus.Created, current.Topic);
        }

        var next = TopicRules.Apply(current.Topic, request);
        if (next.Shards != current.Topic.Shards)
        {
            return new TopicResult(TopicStatus.ShardsChanged, current.Topic);
        }

        return next == current.Topic || await store.TryReplaceTopicAsync(current, next, cancellationToken)
            ? new TopicResult(TopicStatus.Ok, next)
            : throw new WriteConflictException();
    }

    private async Task<T> RunAsync<T>(string name, Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await retry.RunAsync(attempt, cancellationToken);
        }
        finally
        {
            directory.Forget(name);
        }
    }
}
