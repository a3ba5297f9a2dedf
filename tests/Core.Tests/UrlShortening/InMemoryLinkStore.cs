using System.Globalization;
using Serverless.Core.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Links in memory, for tests of what uses a store.</summary>
public sealed class InMemoryLinkStore : ILinkStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, StoredLink> rows = new(StringComparer.Ordinal);
    private readonly HashSet<(string Owner, OwnedLink Entry)> entries = [];
    private long version;

    public Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(rows.GetValueOrDefault(key));
        }
    }

    public Task<bool> TryAddAsync(ShortLink link, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(!rows.ContainsKey(link.Key) && Put(new LinkRow.Live(link)));
        }
    }

    public Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(rows.TryGetValue(next.Key, out var row) && row.ETag == current.ETag && Put(next));
        }
    }

    public Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var own = entries.Where(e => e.Owner == owner).Select(e => e.Entry);
            return Task.FromResult<IReadOnlyList<OwnedLink>>(
                [.. own.Where(e => after is null || Compare(e, after) > 0).Order(Comparer<OwnedLink>.Create(Compare)).Take(limit)]);
        }
    }

    private static int Compare(OwnedLink a, OwnedLink b)
    {
        var byAge = b.CreatedAt.CompareTo(a.CreatedAt);
        var byKey = byAge != 0 ? byAge : string.CompareOrdinal(a.Key, b.Key);
        return byKey != 0 ? byKey : string.CompareOrdinal(a.Nonce, b.Nonce);
    }

    private bool Put(LinkRow row)
    {
        rows[row.Key] = new StoredLink(row, (++version).ToString(CultureInfo.InvariantCulture));
        if (row is LinkRow.Live { Link: var link })
        {
            entries.Add((link.Owner, new OwnedLink(link.CreatedAt, link.Key, link.Nonce)));
        }

        return true;
    }
}
