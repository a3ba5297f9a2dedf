using Serverless.Core.Access;

namespace Serverless.Core.Tests.Access;

/// <summary>Counts reads at the port, and can hold the answer of one back.</summary>
public sealed class CountingApiKeyStore(IApiKeyStore inner) : IApiKeyStore
{
    private TaskCompletionSource? hold;

    public int Reads { get; private set; }

    /// <summary>Uses that were noted.</summary>
    public int Marks { get; private set; }

    public void HoldNextRead() => hold = new TaskCompletionSource();

    public void ReleaseRead() => hold!.SetResult();

    public async Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        Reads++;
        var found = await inner.FindAsync(id, cancellationToken);
        if (hold is { Task.IsCompleted: false })
        {
            await hold.Task;
        }

        return found;
    }

    public Task<bool> TryAddAsync(ApiKey key, CancellationToken cancellationToken) => inner.TryAddAsync(key, cancellationToken);

    public Task<bool> TryChangeSecretAsync(ApiKey current, ApiKey next, CancellationToken cancellationToken) => inner.TryChangeSecretAsync(current, next, cancellationToken);

    public Task<bool> TryMarkUsedAsync(string id, DateOnly day, CancellationToken cancellationToken)
    {
        Marks++;
        return inner.TryMarkUsedAsync(id, day, cancellationToken);
    }

    public Task<bool> TryDeleteAsync(string id, CancellationToken cancellationToken) => inner.TryDeleteAsync(id, cancellationToken);

    public Task<IReadOnlyList<ApiKey>> ListAsync(string? afterId, int limit, CancellationToken cancellationToken) =>
        inner.ListAsync(afterId, limit, cancellationToken);
}
