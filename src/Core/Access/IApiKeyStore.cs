namespace Serverless.Core.Access;

/// <summary>API keys by id.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IApiKeyStore
{
    Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Stores a key if its id is free; false if it is taken.</summary>
    Task<bool> TryAddAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Gives a key other secrets, those of <paramref name="next"/>, and changes nothing else of it; false if it has not that of <paramref name="current"/> any more, or is gone.</summary>
    Task<bool> TryChangeSecretAsync(ApiKey current, ApiKey next, CancellationToken cancellationToken);

    /// <summary>Notes that a key was used on a day, unless a use on that day or a later one is known; no harm if there is no such key.</summary>
    /// <returns>False if others changed the key at the same time: nothing may have been noted.</returns>
    Task<bool> TryMarkUsedAsync(string id, DateOnly day, CancellationToken cancellationToken);

    /// <summary>Removes a key; false if there was none.</summary>
    Task<bool> TryDeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>Keys in the order of their ids (ordinal) that come after <paramref name="afterId"/>; null for the start.</summary>
    /// <param name="limit">At most so many, 1-1,000; fewer only at the end of the list.</param>
    Task<IReadOnlyList<ApiKey>> ListAsync(string? afterId, int limit, CancellationToken cancellationToken);
}
