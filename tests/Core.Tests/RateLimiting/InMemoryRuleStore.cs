using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Rules in memory, for tests of what uses them.</summary>
public sealed class InMemoryRuleStore : IRuleStore
{
    private readonly InMemoryDocuments<RateLimitRule> documents = new();

    /// <summary>Runs before every operation; throws for a store that does not answer.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async Task<Versioned<RateLimitRule>?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await Before("find");
        return documents.Find(name);
    }

    public async Task<bool> TryAddAsync(RateLimitRule document, CancellationToken cancellationToken)
    {
        await Before("add");
        return documents.TryAdd(document.Id, document);
    }

    public async Task<bool> TryReplaceAsync(Versioned<RateLimitRule> current, RateLimitRule next, CancellationToken cancellationToken)
    {
        await Before("replace");
        return documents.TryReplace(current.Value.Id, current.ETag, next);
    }

    public async Task<bool> TryDeleteAsync(Versioned<RateLimitRule> current, CancellationToken cancellationToken)
    {
        await Before("delete");
        return documents.TryReplace(current.Value.Id, current.ETag, null);
    }

    public async Task<IReadOnlyList<RateLimitRule>> ListAsync(string? api, string? afterId, int limit, CancellationToken cancellationToken)
    {
        await Before("list");
        return documents.List(rule => api is null || rule.Api == api, afterId, limit);
    }
}
