namespace Serverless.Core.Access;

/// <summary>API keys by id.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IApiKeyStore
{
    Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Stores a key if its id is free; false if it is taken.</summary>
    Task<bool> TryAddAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Removes a key; false if there was none.</summary>
    Task<bool> TryDeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>Keys in the order of their ids (ordinal) that come after <paramref name="afterId"/>; null for the start.</summary>
    /// <param name="limit">At most so many, 1-1,000; fewer only at the end of the list.</param>
    Task<IReadOnlyList<ApiKey>> ListAsync(string? afterId, int limit, CancellationToken cancellationToken);
}
