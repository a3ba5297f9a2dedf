using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>APIs in memory, for tests of what uses them.</summary>
public sealed class InMemoryApiStore : IApiStore
{
    private readonly InMemoryDocuments<ApiDefinition> documents = new();

    public Task<Versioned<ApiDefinition>?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult(documents.Find(name));

    public Task<bool> TryAddAsync(ApiDefinition document, CancellationToken cancellationToken) => Task.FromResult(documents.TryAdd(document.Name, document));

    public Task<bool> TryReplaceAsync(Versioned<ApiDefinition> current, ApiDefinition next, CancellationToken cancellationToken) =>
        Task.FromResult(documents.TryReplace(current.Value.Name, current.ETag, next));

    public Task<bool> TryDeleteAsync(Versioned<ApiDefinition> current, CancellationToken cancellationToken) =>
        Task.FromResult(documents.TryReplace(current.Value.Name, current.ETag, null));

    public Task<IReadOnlyList<ApiDefinition>> ListAsync(string? afterName, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(documents.List(_ => true, afterName, limit));
}
