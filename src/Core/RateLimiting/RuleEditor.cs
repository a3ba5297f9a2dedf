using Serverless.Core.Storage;

namespace Serverless.Core.RateLimiting;

/// <summary>Changes rules: stored first, then copied to where instances look.</summary>
public sealed class RuleEditor(IRuleStore store, RulePublication publication, StoreRetry retry)
{
    public async Task<RateLimitRule?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await store.FindAsync(id, cancellationToken))?.Value;

    /// <inheritdoc cref="IRuleStore.ListAsync"/>
    public Task<IReadOnlyList<RateLimitRule>> ListAsync(string? api, string? afterId, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(api, afterId, limit, cancellationToken);

    /// <summary>Stores a rule in place of the one of that id; true when there was none.</summary>
    /// <param name="replacing">Sees what is to be replaced, and throws if it must not be.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer; the rule may have been stored.</exception>
    public async Task<bool> PutAsync(RateLimitRule rule, Action<RateLimitRule> replacing, CancellationToken cancellationToken)
    {
        var isNew = false;
        await retry.RunAsync(
            async token =>
            {
                var current = await store.FindAsync(rule.Id, token);
                if (current?.Value.Revision == rule.Revision)
                {
                    // An earlier attempt succeeded and its answer got lost.
                    return true;
                }

                isNew = current is null;
                if (current is not null)
                {
                    replacing(current.Value);
                }

                return await (current is null ? store.TryAddAsync(rule, token) : store.TryReplaceAsync(current, rule, token))
                    ? true
                    : throw new WriteConflictException();
            },
            cancellationToken);
        await publication.PublishRuleAsync(rule.Id, rule, cancellationToken);
        return isNew;
    }

    /// <summary>Stores a rule if its id is free; false if it is taken.</summary>
    public async Task<bool> TryAddAsync(RateLimitRule rule, CancellationToken cancellationToken)
    {
        if (!await store.TryAddAsync(rule, cancellationToken))
        {
            return false;
        }

        await publication.PublishRuleAsync(rule.Id, rule, cancellationToken);
        return true;
    }

    /// <summary>Deletes a rule; false when there was none.</summary>
    /// <param name="deleting">Sees what is to be deleted, and throws if it must not be.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer; the rule may be gone.</exception>
    public async Task<bool> DeleteAsync(string id, Action<RateLimitRule> deleting, CancellationToken cancellationToken)
    {
        var isUnanswered = false;
        var isDeleted = await retry.RunAsync(
            async token =>
            {
                if (await store.FindAsync(id, token) is not { } current)
                {
                    // After an attempt of which nothing is known, that there is none may be our own doing.
                    return isUnanswered;
                }

                deleting(current.Value);
                isUnanswered = true;
                var deleted = await store.TryDeleteAsync(current, token);
                isUnanswered = false;
                return deleted ? true : throw new WriteConflictException();
            },
            cancellationToken);
        if (isDeleted)
        {
            await publication.PublishRuleAsync(id, null, cancellationToken);
        }

        return isDeleted;
    }
}
