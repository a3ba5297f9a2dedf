using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>The shared copy in memory, with a network in front that a test may cut for one instance or for all.</summary>
public sealed class InMemorySharedRules : ISharedRules
{
    private SharedRules? copy;

    /// <summary>Whether nobody reaches it.</summary>
    public bool IsDown { get; set; }

    /// <summary>Runs before every operation, named after it.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Loses everything, as a server without persistence does when it restarts.</summary>
    public void Clear() => copy = null;

    /// <summary>The same copy behind a network of its own.</summary>
    public ISharedRules For(Func<bool> isCut) => new Seen(this, isCut);

    public Task<string?> GetVersionAsync(CancellationToken cancellationToken) => RunAsync("version", () => copy?.Version);

    public Task<SharedRules?> ReadAsync(CancellationToken cancellationToken) => RunAsync("read", () => copy);

    public Task<bool> TryPutRuleAsync(string id, RateLimitRule? rule, string version, CancellationToken cancellationToken) =>
        RunAsync("put", () => TryPut(version, document => document.WithRule(id, rule)));

    public Task<bool> TryPutApiAsync(string name, ApiDefinition? api, string version, CancellationToken cancellationToken) =>
        RunAsync("put", () => TryPut(version, document => document.WithApi(name, api)));

    public Task<bool> TryReplaceAsync(string? expectedVersion, SharedRules next, CancellationToken cancellationToken) => RunAsync("replace", () =>
    {
        if (copy?.Version != expectedVersion)
        {
            return false;
        }

        copy = next;
        return true;
    });

    private bool TryPut(string version, Func<RuleDocument, RuleDocument> change)
    {
        if (copy is null)
        {
            return false;
        }

        copy = new SharedRules(version, change(copy.Document));
        return true;
    }

    private async Task<T> RunAsync<T>(string name, Func<T> operation)
    {
        await Before(name);
        return IsDown ? throw new StoreUnavailableException() : operation();
    }

    private sealed class Seen(InMemorySharedRules shared, Func<bool> isCut) : ISharedRules
    {
        private InMemorySharedRules Reached => isCut() ? throw new StoreUnavailableException() : shared;

        public async Task<string?> GetVersionAsync(CancellationToken cancellationToken) => await Reached.GetVersionAsync(cancellationToken);

        public async Task<SharedRules?> ReadAsync(CancellationToken cancellationToken) => await Reached.ReadAsync(cancellationToken);

        public async Task<bool> TryPutRuleAsync(string id, RateLimitRule? rule, string version, CancellationToken cancellationToken) =>
            await Reached.TryPutRuleAsync(id, rule, version, cancellationToken);

        public async Task<bool> TryPutApiAsync(string name, ApiDefinition? api, string version, CancellationToken cancellationToken) =>
            await Reached.TryPutApiAsync(name, api, version, cancellationToken);

        public async Task<bool> TryReplaceAsync(string? expectedVersion, SharedRules next, CancellationToken cancellationToken) =>
            await Reached.TryReplaceAsync(expectedVersion, next, cancellationToken);
    }
}
