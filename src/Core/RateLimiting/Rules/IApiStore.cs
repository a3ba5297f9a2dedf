namespace Serverless.Core.RateLimiting.Rules;

/// <summary>APIs by name: the authority on them.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IApiStore : IVersionedStore<ApiDefinition>
{
    /// <summary>APIs in the order of their names (ordinal) that come after <paramref name="afterName"/>; null for the start.</summary>
    /// <param name="limit">At most so many, 1 or more; fewer only at the end of the list.</param>
    Task<IReadOnlyList<ApiDefinition>> ListAsync(string? afterName, int limit, CancellationToken cancellationToken);
}
