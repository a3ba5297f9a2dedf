namespace Serverless.Core.RateLimiting;

/// <summary>Rules by id: the authority on them.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IRuleStore
{
    Task<Stored<RateLimitRule>?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Stores a rule if its id is free; false if it is taken.</summary>
    Task<bool> TryAddAsync(RateLimitRule rule, CancellationToken cancellationToken);

    /// <summary>Replaces that version; false if it has changed since or is gone.</summary>
    Task<bool> TryReplaceAsync(Stored<RateLimitRule> current, RateLimitRule next, CancellationToken cancellationToken);

    /// <summary>Removes that version; false if it has changed since or is gone.</summary>
    Task<bool> TryDeleteAsync(Stored<RateLimitRule> current, CancellationToken cancellationToken);

    /// <summary>Rules in the order of their ids (ordinal) that come after <paramref name="afterId"/>; null for the start.</summary>
    /// <param name="api">Only rules of this API; null for all.</param>
    /// <param name="limit">At most so many, 1 or more; fewer only at the end of the list.</param>
    Task<IReadOnlyList<RateLimitRule>> ListAsync(string? api, string? afterId, int limit, CancellationToken cancellationToken);
}
