using Serverless.Core.Azure;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Rules in Azure Table Storage.</summary>
public sealed class TableRuleStore(TableStorage storage, UnreadableDocuments unreadable) : IRuleStore
{
    private readonly TableDocuments documents = new(storage.Open("RateLimitRules"));

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
