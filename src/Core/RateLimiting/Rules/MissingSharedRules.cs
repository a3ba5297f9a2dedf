using Serverless.Core.Storage;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Stands for the shared copy where no Redis is configured: instances then look at the stores themselves.</summary>
public sealed class MissingSharedRules : ISharedRules
{
    public Task<string?> GetVersionAsync(CancellationToken cancellationToken) => Absent<string?>();

    public Task<SharedRules?> ReadAsync(CancellationToken cancellationToken) => Absent<SharedRules?>();

    public Task<bool> TryPutAsync(DocumentKind kind, string name, string? text, string version, CancellationToken cancellationToken) => Absent<bool>();

    public Task<bool> TryReplaceAsync(string? expectedVersion, SharedRules next, CancellationToken cancellationToken) => Absent<bool>();

    private static Task<T> Absent<T>() => Task.FromException<T>(new StoreUnavailableException("No Redis is configured."));
}
