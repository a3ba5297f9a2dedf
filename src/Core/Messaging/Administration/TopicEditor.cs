using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;

namespace Serverless.Core.Messaging.Administration;

/// <summary>Makes, changes and deletes topics. An id is given to one attempt to make a topic, and never again.</summary>
public sealed class TopicEditor(ITopicStore store, Deleter deleter, TopicDirectory directory, MessagingIds ids, StoreRetry retry, TimeProvider time)
{
    /// <summary>Makes a topic, or gives the one of the name what the request says, whatever that is.</summary>
    /// <inheritdoc cref="PutAsync(string, TopicRequest, Precondition, CancellationToken)"/>
    public Task<TopicResult> PutAsync(string name, TopicRequest request, CancellationToken cancellationToken) =>
        PutAsync(name, request, Precondition.None, cancellationToken);

    /// <summary>Makes a topic, or gives the one of the name what the request says.</summary>
    /// <param name="precondition">What the revision has to be of the topic that is there.</param>
    /// <exception cref="PreconditionFailedException">It is another; nothing was changed.</exception>
    /// <exception cref="WriteConflictException">Others changed the topic all the while.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the change may have been made.</exception>
    public async Task<TopicResult> PutAsync(string name, TopicRequest request, Precondition precondition, CancellationToken cancellationToken)
    {
        var errors = TopicRules.Check(name, request);
        if (!errors.IsEmpty)
        {
            return new TopicResult(TopicStatus.Invalid, Errors: errors);
        }

        var mine = new HashSet<string>(StringComparer.Ordinal);
        return await RunAsync(name, token => AttemptPutAsync(name, request, precondition, mine, token), cancellationToken);
    }

    /// <summary>The topic as stored, not as remembered.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<Topic?> FindAsync(string name, CancellationToken cancellationToken) =>
        ResourceName.IsValid(name) && await store.FindTopicAsync(name, cancellationToken) is { Topic: { Deleting: false } topic } ? topic : null;

    /// <inheritdoc cref="ITopicStore.ListTopicsAsync"/>
    public async Task<IReadOnlyList<Topic>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var found = new List<Topic>();
        IReadOnlyList<StoredTopic> page;
        do
        {
            page = await store.ListTopicsAsync(after, limit, cancellationToken);
            found.AddRange(page.Select(stored => stored.Topic).Where(topic => !topic.Deleting));
            after = page.Count > 0 ? page[^1].Topic.Name : after;
        }
        while (page.Count == limit && found.Count < limit);

        return [.. found.Take(limit)];
    }

    /// <summary>Deletes a topic: its name is free at once, and all that was kept for it is removed in the background.</summary>
    /// <returns>False when there is none.</returns>
    /// <inheritdoc cref="PutAsync(string, TopicRequest, Precondition, CancellationToken)"/>
    public async Task<bool> DeleteAsync(string name, Precondition precondition, CancellationToken cancellationToken)
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
                // An earlier attempt was stored, only its answer got lost; or another has finished it.
                return seen is not null;
            }

            if (!current.Topic.Deleting)
            {
                await RequireAsync(precondition, current, token);
            }

            seen = current.Topic.Id;
            return await deleter.TryDeleteAsync(current, token) ? true : throw new WriteConflictException();
        }, cancellationToken);
    }

    /// <summary>Deletes a topic, whatever its revision is.</summary>
    /// <inheritdoc cref="DeleteAsync(string, Precondition, CancellationToken)"/>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => DeleteAsync(name, Precondition.None, cancellationToken);

    /// <param name="mine">Ids and revisions that this request has drawn: one whose attempt was lost is not used again.</param>
    private async ValueTask<TopicResult> AttemptPutAsync(
        string name, TopicRequest request, Precondition precondition, HashSet<string> mine, CancellationToken cancellationToken)
    {
        var current = await store.FindTopicAsync(name, cancellationToken);
        if (current is { Topic.Deleting: true })
        {
            current = await deleter.TryDeleteAsync(current, cancellationToken) ? null : throw new WriteConflictException();
        }

        if (current is null)
        {
            precondition.Require(revision: null);
            var draft = TopicRules.Apply(new Topic { Id = ids.NextId(), Name = name, CreatedAt = time.GetUtcNow().ToMilliseconds() }, request);
            mine.Add(draft.Id);
            return await store.TryAddTopicAsync(draft, cancellationToken) ? new TopicResult(TopicStatus.Created, draft) : throw new WriteConflictException();
        }

        // It is there, or is as it is, by an earlier attempt, whose answer got lost.
        if (mine.Contains(current.Topic.Id) || mine.Contains(current.Topic.Revision))
        {
            return new TopicResult(mine.Contains(current.Topic.Id) ? TopicStatus.Created : TopicStatus.Ok, current.Topic);
        }

        await RequireAsync(precondition, current, cancellationToken);
        var revision = ids.NextId();
        mine.Add(revision);
        return await ReplaceAsync(current, TopicRules.Apply(current.Topic, request) with { Revision = revision }, cancellationToken);
    }

    // What was read may be old: that it is not what is demanded holds only if it can be written as it is.
    private async ValueTask RequireAsync(Precondition precondition, StoredTopic current, CancellationToken cancellationToken)
    {
        if (!precondition.IsMetBy(current.Topic.Revision) && !await store.TryReplaceTopicAsync(current, current.Topic, cancellationToken))
        {
            throw new WriteConflictException();
        }

        precondition.Require(current.Topic.Revision);
    }

    private async ValueTask<TopicResult> ReplaceAsync(StoredTopic current, Topic next, CancellationToken cancellationToken)
    {
        if (next.Shards != current.Topic.Shards)
        {
            return new TopicResult(TopicStatus.ShardsChanged, current.Topic);
        }

        // Also where nothing changes: what was read may have been replaced or deleted since.
        return await store.TryReplaceTopicAsync(current, next, cancellationToken)
            ? new TopicResult(TopicStatus.Ok, next)
            : throw new WriteConflictException();
    }

    private async Task<T> RunAsync<T>(string name, Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await retry.RunConditionallyAsync(attempt, cancellationToken);
        }
        finally
        {
            directory.Forget(name);
        }
    }
}

/// <summary>The end of a command about a topic.</summary>
/// <param name="Topic">With <see cref="TopicStatus.Ok"/> and <see cref="TopicStatus.Created"/>, unless it was deleted.</param>
/// <param name="Errors">What is wrong with <see cref="TopicStatus.Invalid"/>.</param>
public sealed record TopicResult(TopicStatus Status, Topic? Topic = null, FieldErrors? Errors = null);
