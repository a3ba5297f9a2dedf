using Serverless.Core.Storage;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Changes rules: stored first, then copied to where instances look.</summary>
public sealed class RuleEditor(IRuleStore store, RulePublication publication, StoreRetry retry)
{
    private readonly VersionedEditor<RateLimitRule> editor = new(store, retry, rule => rule.Id, rule => rule.Revision);

    public async Task<RateLimitRule?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await store.FindAsync(id, cancellationToken))?.Value;

    /// <inheritdoc cref="IRuleStore.ListAsync"/>
    public Task<IReadOnlyList<RateLimitRule>> ListAsync(string? api, string? afterId, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(api, afterId, limit, cancellationToken);

    /// <inheritdoc cref="VersionedEditor{T}.PutAsync"/>
    public async Task<bool> PutAsync(RateLimitRule rule, Action<RateLimitRule> replacing, CancellationToken cancellationToken)
    {
        var isNew = await editor.PutAsync(rule, replacing, cancellationToken);
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

    /// <inheritdoc cref="VersionedEditor{T}.DeleteAsync"/>
    public async Task<bool> DeleteAsync(string id, Action<RateLimitRule> deleting, CancellationToken cancellationToken)
    {
        var isDeleted = await editor.DeleteAsync(id, deleting, cancellationToken);
        if (isDeleted)
        {
            await publication.PublishRuleAsync(id, null, cancellationToken);
        }

        return isDeleted;
    }
}
