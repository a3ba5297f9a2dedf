using Serverless.Core.UrlShortening.Accounts;

namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>Clicks in several stores: those on a key lie where its link does.</summary>
public sealed class ShardedClickStore(ByAccount<IClickStore> stores) : IClickStore
{
    public async Task AddAsync(ClickBatch batch, CancellationToken cancellationToken)
    {
        var parts = new Dictionary<IClickStore, List<ClickCount>>();
        foreach (var count in batch.Clicks)
        {
            var store = await stores.OfAsync(count.Slot.Key, cancellationToken);
            if (!parts.TryGetValue(store, out var part))
            {
                parts.Add(store, part = []);
            }

            part.Add(count);
        }

        await Task.WhenAll(parts.Select(part => part.Key.AddAsync(batch with { Clicks = part.Value }, cancellationToken)));
    }

    public async Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken) =>
        await (await stores.OfAsync(key, cancellationToken)).RemoveAsync(key, nonce, cancellationToken);

    public async Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, CancellationToken cancellationToken) =>
        await (await stores.OfAsync(key, cancellationToken)).ListAsync(key, nonce, cancellationToken);
}
