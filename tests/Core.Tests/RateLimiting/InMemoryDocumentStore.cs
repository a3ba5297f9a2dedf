using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Documents in memory, for tests of what uses them.</summary>
public sealed class InMemoryDocumentStore : IDocumentStore
{
    private readonly SortedDictionary<(DocumentKind Kind, string Name), (StoredDocument Document, string? Api)> documents = new(Comparer<(DocumentKind Kind, string Name)>.Create(
        (first, second) => first.Kind == second.Kind ? string.CompareOrdinal(first.Name, second.Name) : first.Kind.CompareTo(second.Kind)));

    private readonly Lock gate = new();
    private int version;

    /// <summary>Runs before every operation; throws for a store that does not answer.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public Task<StoredDocument?> FindAsync(DocumentKind kind, string name, CancellationToken cancellationToken) =>
        RunAsync<StoredDocument?>("find", () => documents.GetValueOrDefault((kind, name)).Document);

    public Task<bool> TryAddAsync(DocumentKind kind, string name, string? api, string text, CancellationToken cancellationToken) =>
        RunAsync("add", () => documents.TryAdd((kind, name), (new StoredDocument(name, text, $"v{++version}"), api)));

    public Task<bool> TryReplaceAsync(DocumentKind kind, StoredDocument current, string? api, string text, CancellationToken cancellationToken) => RunAsync("replace", () =>
        TryRemove(kind, current) && documents.TryAdd((kind, current.Name), (new StoredDocument(current.Name, text, $"v{++version}"), api)));

    public Task<bool> TryDeleteAsync(DocumentKind kind, StoredDocument current, CancellationToken cancellationToken) =>
        RunAsync("delete", () => TryRemove(kind, current));

    public Task<IReadOnlyList<StoredDocument>> ListAsync(DocumentKind kind, string? api, string? after, int limit, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<StoredDocument>>("list", () =>
        [
            .. documents.Where(pair => pair.Key.Kind == kind && string.CompareOrdinal(pair.Key.Name, after ?? "") > 0 && (api is null || pair.Value.Api == api))
                .Take(limit)
                .Select(pair => pair.Value.Document),
        ]);

    private bool TryRemove(DocumentKind kind, StoredDocument current) =>
        documents.GetValueOrDefault((kind, current.Name)).Document?.ETag == current.ETag && documents.Remove((kind, current.Name));

    private async Task<T> RunAsync<T>(string name, Func<T> operation)
    {
        await Before(name);
        lock (gate)
        {
            return operation();
        }
    }
}
