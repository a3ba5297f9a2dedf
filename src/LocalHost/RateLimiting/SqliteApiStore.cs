using Serverless.Core.RateLimiting.Rules;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.RateLimiting;

/// <summary>APIs in LocalHost's own database.</summary>
public sealed class SqliteApiStore(SqliteDatabase database, UnreadableDocuments unreadable) : IApiStore
{
    private readonly SqliteDocuments documents = new(database, SqliteDocuments.Apis);

    public async Task<Versioned<ApiDefinition>?> FindAsync(string name, CancellationToken cancellationToken) =>
        await documents.FindAsync(name, cancellationToken) is { } found ? new(RuleText.ReadApi(found.Value), found.ETag) : null;

    public Task<bool> TryAddAsync(ApiDefinition document, CancellationToken cancellationToken) =>
        documents.TryAddAsync(document.Name, api: null, RuleText.Write(document), cancellationToken);

    public Task<bool> TryReplaceAsync(Versioned<ApiDefinition> current, ApiDefinition next, CancellationToken cancellationToken) =>
        documents.TryReplaceAsync(current.Value.Name, api: null, RuleText.Write(next), current.ETag, cancellationToken);

    public Task<bool> TryDeleteAsync(Versioned<ApiDefinition> current, CancellationToken cancellationToken) =>
        documents.TryDeleteAsync(current.Value.Name, current.ETag, cancellationToken);

    public Task<IReadOnlyList<ApiDefinition>> ListAsync(string? afterName, int limit, CancellationToken cancellationToken) => unreadable.ListAsync(
        UnreadableDocuments.Api, afterName, limit, (after, count) => documents.ListAsync(api: null, after, count, cancellationToken), RuleText.ReadApi);
}
