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

    public Task<bool> TryPutAsync(DocumentKind kind, string name, string? text, string version, CancellationToken cancellationToken) => RunAsync("put", () =>
    {
        if (copy is null)
        {
            return false;
        }

        copy = new SharedRules(version, kind switch
        {
            DocumentKind.Rule => With(DocumentTypes.Rule, name, text),
            DocumentKind.Api => With(DocumentTypes.Api, name, text),
            _ => With(DocumentTypes.Caller, name, text),
        });
        return true;
    });

    public Task<bool> TryReplaceAsync(string? expectedVersion, SharedRules next, CancellationToken cancellationToken) => RunAsync("replace", () =>
    {
        if (copy?.Version != expectedVersion)
        {
            return false;
        }

        copy = next;
        return true;
    });

    private RuleSnapshot With<T>(DocumentType<T> type, string name, string? text)
        where T : class => copy!.Snapshot.With(type, name, text is null ? null : type.Read(text));

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

        public async Task<bool> TryPutAsync(DocumentKind kind, string name, string? text, string version, CancellationToken cancellationToken) =>
            await Reached.TryPutAsync(kind, name, text, version, cancellationToken);

        public async Task<bool> TryReplaceAsync(string? expectedVersion, SharedRules next, CancellationToken cancellationToken) =>
            await Reached.TryReplaceAsync(expectedVersion, next, cancellationToken);
    }
}
