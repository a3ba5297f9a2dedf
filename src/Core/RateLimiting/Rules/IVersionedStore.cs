namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Documents by name, each in one version at a time.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IVersionedStore<T>
{
    Task<Versioned<T>?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores a document if its name is free; false if it is taken.</summary>
    Task<bool> TryAddAsync(T document, CancellationToken cancellationToken);

    /// <summary>Replaces that version; false if it has changed since or is gone.</summary>
    Task<bool> TryReplaceAsync(Versioned<T> current, T next, CancellationToken cancellationToken);

    /// <summary>Removes that version; false if it has changed since or is gone.</summary>
    Task<bool> TryDeleteAsync(Versioned<T> current, CancellationToken cancellationToken);
}
