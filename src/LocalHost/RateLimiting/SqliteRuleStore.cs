using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Rules;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.RateLimiting;

/// <summary>Rules in LocalHost's own database.</summary>
public sealed class SqliteRuleStore(SqliteDatabase database, UnreadableDocuments unreadable) : IRuleStore
{
    private readonly SqliteDocuments documents = new(database, SqliteDocuments.Rules);

    public async Task<Versioned<RateLimitRule>?> FindAsync(string name, CancellationToken cancellationToken) =>
        await documents.FindAsync(name, cancellationToken) is { } found ? new(RuleText.ReadRule(found.Value), found.ETag) : null;

    public Task<bool> TryAddAsync(RateLimitRule document, CancellationToken cancellationToken) =>
        documents.TryAddAsync(document.Id, document.Api, RuleText.Write(document), cancellationToken);

    public Task<bool> TryReplaceAsync(Versioned<RateLimitRule> current, RateLimitRule next, CancellationToken cancellationToken) =>
        documents.TryReplaceAsync(current.Value.Id, next.Api, RuleText.Write(next), current.ETag, cancellationToken);

    public Task<bool> TryDeleteAsync(Versioned<RateLimitRule> current, CancellationToken cancellationToken) =>
        documents.TryDeleteAsync(current.Value.Id, current.ETag, cancellationToken);

    public Task<IReadOnlyList<RateLimitRule>> ListAsync(string? api, string? afterId, int limit, CancellationToken cancellationToken) => unreadable.ListAsync(
        UnreadableDocuments.Rule, afterId, limit, (after, count) => documents.ListAsync(api, after, count, cancellationToken), RuleText.ReadRule);
}
