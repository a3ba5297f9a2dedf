namespace Serverless.Core.RateLimiting;

/// <summary>APIs by name: the authority on them.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IApiStore
{
    Task<Stored<ApiDefinition>?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores an API if its name is free; false if it is taken.</summary>
    Task<bool> TryAddAsync(ApiDefinition api, CancellationToken cancellationToken);

    /// <summary>Replaces that version; false if it has changed since or is gone.</summary>
    Task<bool> TryReplaceAsync(Stored<ApiDefinition> current, ApiDefinition next, CancellationToken cancellationToken);

    /// <summary>Removes that version; false if it has changed since or is gone.</summary>
    Task<bool> TryDeleteAsync(Stored<ApiDefinition> current, CancellationToken cancellationToken);

    /// <summary>APIs in the order of their names (ordinal) that come after <paramref name="afterName"/>; null for the start.</summary>
    /// <param name="limit">At most so many, 1 or more; fewer only at the end of the list.</param>
    Task<IReadOnlyList<ApiDefinition>> ListAsync(string? afterName, int limit, CancellationToken cancellationToken);
}
