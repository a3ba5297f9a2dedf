namespace Serverless.Core.RateLimiting.Rules;

/// <summary>A copy of everything that is stored, which every instance can look at for little: the store is the authority.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the copy can't be reached.</remarks>
public interface ISharedRules
{
    /// <summary>The version of the copy; null when there is none.</summary>
    Task<string?> GetVersionAsync(CancellationToken cancellationToken);

    /// <summary>The copy as it was at one moment; null when there is none.</summary>
    Task<SharedRules?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Puts one document, or removes it where its text is null; false when there is no copy that it could be a part of.</summary>
    Task<bool> TryPutAsync(DocumentKind kind, string name, string? text, string version, CancellationToken cancellationToken);

    /// <summary>Replaces the whole copy if it still has that version (null: if there is none); false if it has another.</summary>
    Task<bool> TryReplaceAsync(string? expectedVersion, SharedRules next, CancellationToken cancellationToken);
}

/// <summary>What the shared copy held at one moment.</summary>
/// <param name="Version">Differs after every change of the copy.</param>
public sealed record SharedRules(string Version, RuleSnapshot Snapshot);
