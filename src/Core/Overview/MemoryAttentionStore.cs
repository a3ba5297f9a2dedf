using System.Collections.Concurrent;

namespace Serverless.Core.Overview;

/// <summary>Keeps what this process told, where there is no Redis to tell others by.</summary>
public sealed class MemoryAttentionStore(TimeProvider time) : IAttentionStore
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, IReadOnlyList<AttentionItem> Items)> told = new(StringComparer.Ordinal);

    public Task PutAsync(string source, IReadOnlyList<AttentionItem> items, CancellationToken cancellationToken)
    {
        told[source] = (time.GetUtcNow(), items);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AttentionItem>> ReadAsync(string source, CancellationToken cancellationToken) =>
        Task.FromResult(told.TryGetValue(source, out var last) && time.GetUtcNow() - last.At < AttentionNotes.Lifetime ? last.Items : []);
}
