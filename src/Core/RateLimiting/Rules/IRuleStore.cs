namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Rules by id: the authority on them.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IRuleStore : IVersionedStore<RateLimitRule>
{
    /// <summary>Rules in the order of their ids (ordinal) that come after <paramref name="afterId"/>; null for the start.</summary>
    /// <param name="api">Only rules of this API; null for all.</param>
    /// <param name="limit">At most so many, 1 or more; fewer only at the end of the list.</param>
    Task<IReadOnlyList<RateLimitRule>> ListAsync(string? api, string? afterId, int limit, CancellationToken cancellationToken);
}
