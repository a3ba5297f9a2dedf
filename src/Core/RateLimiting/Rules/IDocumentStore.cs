namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Rules, APIs and callers' records by name, each in one version at a time: the authority on them.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IDocumentStore
{
    Task<StoredDocument?> FindAsync(DocumentKind kind, string name, CancellationToken cancellationToken);

    /// <summary>Stores a document if its name is free; false if it is taken.</summary>
    /// <param name="api">The API that a rule is for, by which rules are listed; null for other kinds.</param>
    Task<bool> TryAddAsync(DocumentKind kind, string name, string? api, string text, CancellationToken cancellationToken);

    /// <summary>Replaces that version; false if it has changed since or is gone.</summary>
    /// <inheritdoc cref="TryAddAsync" path="/param"/>
    Task<bool> TryReplaceAsync(DocumentKind kind, StoredDocument current, string? api, string text, CancellationToken cancellationToken);

    /// <summary>Removes that version; false if it has changed since or is gone.</summary>
    Task<bool> TryDeleteAsync(DocumentKind kind, StoredDocument current, CancellationToken cancellationToken);

    /// <summary>Documents of a kind in the order of their names (ordinal) that come after <paramref name="after"/>; null for the start.</summary>
    /// <param name="api">Only rules of this API; null for all.</param>
    /// <param name="limit">At most so many, 1 or more; fewer only at the end of the list.</param>
    Task<IReadOnlyList<StoredDocument>> ListAsync(DocumentKind kind, string? api, string? after, int limit, CancellationToken cancellationToken);
}

/// <summary>What a document is about; each kind has names of its own.</summary>
public enum DocumentKind
{
    Rule,
    Api,
    Caller,
}

/// <summary>A document as a store holds it, in one of its versions.</summary>
/// <param name="Name">At most 500 of <c>[A-Za-z0-9._-]</c>.</param>
/// <param name="Text">At most 32,000 characters.</param>
/// <param name="ETag">Opaque; differs between any two versions.</param>
public sealed record StoredDocument(string Name, string Text, string ETag);
