using Serverless.Core.Azure;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>APIs in Azure Table Storage.</summary>
public sealed class TableApiStore(TableStorage storage, UnreadableDocuments unreadable) : IApiStore
{
    private readonly TableDocuments documents = new(storage.Open("RateLimitApis"));

    public async Task<Versioned<ApiDefinition>?> FindAsync(string name, CancellationToken cancellationToken) =>
        await documents.FindAsync(name, cancellationToken) is { } found ? new(RuleText.ReadApi(found.Value), found.ETag) : null;

    public Task<bool> TryAddAsync(ApiDefinition document, CancellationToken cancellationToken) =>
        documents.TryAddAsync(document.Name, group: null, RuleText.Write(document), cancellationToken);

    public Task<bool> TryReplaceAsync(Versioned<ApiDefinition> current, ApiDefinition next, CancellationToken cancellationToken) =>
        documents.TryReplaceAsync(current.Value.Name, group: null, RuleText.Write(next), current.ETag, cancellationToken);

    public Task<bool> TryDeleteAsync(Versioned<ApiDefinition> current, CancellationToken cancellationToken) =>
        documents.TryDeleteAsync(current.Value.Name, current.ETag, cancellationToken);

    public Task<IReadOnlyList<ApiDefinition>> ListAsync(string? afterName, int limit, CancellationToken cancellationToken) => unreadable.ListAsync(
        UnreadableDocuments.Api, afterName, limit, (after, count) => documents.ListAsync(group: null, after, count, cancellationToken), RuleText.ReadApi);
}
