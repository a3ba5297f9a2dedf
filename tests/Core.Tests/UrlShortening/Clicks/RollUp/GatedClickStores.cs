using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>Buckets as one process sees them over a network that is not to be trusted: each bucket's part of a batch has a fate of its own.</summary>
internal sealed class GatedClickBuckets(IClickBuckets inner, ClickGate gate, int owner) : IClickBuckets
{
    public Task AddAsync(ClickBatch batch, CancellationToken cancellationToken) => Task.WhenAll(batch.Clicks
        .GroupBy(count => LinkShard.BucketOf(count.Slot.Key))
        .OrderBy(part => part.Key)
        .Select(part => DoAsync(() => inner.AddAsync(batch with { Clicks = [.. part] }, cancellationToken))));

    public Task<BufferedClicks> FindAsync(string key, string nonce, CancellationToken cancellationToken) =>
        gate.CallAsync(owner, () => inner.FindAsync(key, nonce, cancellationToken));

    public Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken) => DoAsync(() => inner.RemoveAsync(key, nonce, cancellationToken));

    public Task<IReadOnlyList<int>> FindUsedAsync(IReadOnlyCollection<int> buckets, CancellationToken cancellationToken) =>
        gate.CallAsync(owner, () => inner.FindUsedAsync(buckets, cancellationToken));

    public Task<long?> BeginAsync(int bucket, long run, CancellationToken cancellationToken) =>
        gate.CallAsync(owner, () => inner.BeginAsync(bucket, run, cancellationToken));

    public Task<IReadOnlyList<LinkClicks>?> ReadAsync(int bucket, long run, CancellationToken cancellationToken) =>
        gate.CallAsync(owner, () => inner.ReadAsync(bucket, run, cancellationToken));

    public Task EndAsync(int bucket, long run, CancellationToken cancellationToken) => DoAsync(() => inner.EndAsync(bucket, run, cancellationToken));

    private Task<bool> DoAsync(Func<Task> call) => gate.CallAsync(owner, async () =>
    {
        await call();
        return true;
    });
}

/// <summary>Rows as one process sees them over such a network: each link's is a transaction of its own.</summary>
internal sealed class GatedClickRows(IClickRows inner, ClickGate gate, int owner) : IClickRows
{
    public async Task WriteAsync(int bucket, long run, IReadOnlyList<LinkClicks> clicks, CancellationToken cancellationToken)
    {
        foreach (var link in clicks.OrderBy(link => link.Key, StringComparer.Ordinal))
        {
            await gate.CallAsync(owner, async () =>
            {
                await inner.WriteAsync(bucket, run, [link], cancellationToken);
                return true;
            });
        }
    }

    public Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, long? before, CancellationToken cancellationToken) =>
        gate.CallAsync(owner, () => inner.ListAsync(key, nonce, before, cancellationToken));

    public Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken) => gate.CallAsync(owner, async () =>
    {
        await inner.RemoveAsync(key, nonce, cancellationToken);
        return true;
    });
}
