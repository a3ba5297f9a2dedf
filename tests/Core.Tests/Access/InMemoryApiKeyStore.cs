using System.Collections.Concurrent;
using Serverless.Core.Access;

namespace Serverless.Core.Tests.Access;

/// <summary>API keys in memory, for tests of what uses them.</summary>
public sealed class InMemoryApiKeyStore : IApiKeyStore
{
    private readonly ConcurrentDictionary<string, ApiKey> keys = new(StringComparer.Ordinal);

    public Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(keys.GetValueOrDefault(id));

    public Task<bool> TryAddAsync(ApiKey key, CancellationToken cancellationToken) => Task.FromResult(keys.TryAdd(key.Id, key));

    public Task<bool> TryChangeSecretAsync(ApiKey current, ApiKey next, CancellationToken cancellationToken) => Task.FromResult(
        keys.TryGetValue(current.Id, out var found)
        && found.Hash == current.Hash
        && keys.TryUpdate(current.Id, found with { Hash = next.Hash, PreviousHash = next.PreviousHash, PreviousUntil = next.PreviousUntil }, found));

    public Task<bool> TryMarkUsedAsync(string id, DateOnly day, CancellationToken cancellationToken) => Task.FromResult(
        !keys.TryGetValue(id, out var found) || found.LastUsedOn >= day || keys.TryUpdate(id, found with { LastUsedOn = day }, found));

    public Task<bool> TryDeleteAsync(string id, CancellationToken cancellationToken) => Task.FromResult(keys.TryRemove(id, out _));

    public Task<IReadOnlyList<ApiKey>> ListAsync(string? afterId, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ApiKey>>(
        [
            .. keys.Values
                .Where(key => afterId is null || string.CompareOrdinal(key.Id, afterId) > 0)
                .OrderBy(key => key.Id, StringComparer.Ordinal)
                .Take(limit),
        ]);
}
