using System.Globalization;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Links in memory, for tests of what uses a store.</summary>
public sealed class InMemoryLinkStore : ILinkStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, StoredLink> rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<OwnedLink>> owned = new(StringComparer.Ordinal);
    private readonly SortedSet<DueLink>[] due = [.. Enumerable.Range(0, ExpiryPartition.Shards).Select(_ => new SortedSet<DueLink>(Comparer<DueLink>.Create(Compare)))];
    private long version;

    /// <summary>Called with each row that a write replaced, and what by; null for no row.</summary>
    public Action<LinkRow?, LinkRow?>? Changed { get; set; }

    /// <summary>Counts up with every write.</summary>
    public long Version => version;

    /// <summary>Every row as it is now.</summary>
    public IReadOnlyCollection<StoredLink> Rows => rows.Values;

    /// <summary>Entries of the index by expiry that no clean-up has removed.</summary>
    public int DueEntries => due.Sum(entries => entries.Count);

    public Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(rows.GetValueOrDefault(key));
        }
    }

    public Task<bool> TryAddAsync(LinkRow row, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(!rows.ContainsKey(row.Key) && Put(row));
        }
    }

    public Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(IsUnchanged(next.Key, current) && Put(next));
        }
    }

    public Task<bool> TryRemoveAsync(StoredLink current, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!IsUnchanged(current.Row.Key, current))
            {
                return Task.FromResult(false);
            }

            version++;
            rows.Remove(current.Row.Key);
            RemoveFromOwner(current.Row);
            Changed?.Invoke(current.Row, null);
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<StoredLink>> ListByKeyAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<StoredLink>>(
                [.. rows.Values.OrderBy(stored => stored.Row.Key, StringComparer.Ordinal).Where(stored => string.CompareOrdinal(stored.Row.Key, after) > 0).Take(limit)]);
        }
    }

    public Task<IReadOnlyList<OwnedLink>> ListByOwnerAsync(string owner, OwnedLink? after, int limit, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var entries = owned.GetValueOrDefault(owner) ?? [];
            var rest = after is null || entries.Count == 0 || Compare(after, entries.Max!) > 0 ? entries : entries.GetViewBetween(after, entries.Max!);
            return Task.FromResult<IReadOnlyList<OwnedLink>>([.. rest.Where(e => after is null || Compare(e, after) > 0).Take(limit)]);
        }
    }

    public Task<DueLink?> FindDueAsync(ExpiryPartition from, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(due[from.Shard].FirstOrDefault(entry => entry.Partition.Hour >= from.Hour));
        }
    }

    public Task<IReadOnlyList<DueLink>> ListDueAsync(
        ExpiryPartition partition, DueLink? after, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<DueLink>>(
            [
                .. due[partition.Shard]
                    .Where(entry => entry.Partition == partition && entry.DueAt <= until && (after is null || Compare(entry, after) > 0))
                    .Take(limit),
            ]);
        }
    }

    public Task<int> CountGoneAsync(int shard, DateTimeOffset until, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(due[shard].Count(entry =>
                entry.DueAt <= until && rows.GetValueOrDefault(entry.Key)?.Row is LinkRow.Gone gone && DueLink.Of(gone) == entry));
        }
    }

    public Task RemoveDueAsync(DueLink entry, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            version++;
            due[entry.Partition.Shard].Remove(entry);
            return Task.CompletedTask;
        }
    }

    /// <summary>Writes the index entries of a row that is to follow, as a store without transactions does.</summary>
    public void PutEntries(LinkRow row)
    {
        lock (gate)
        {
            var entry = DueLink.Of(row);
            due[entry.Partition.Shard].Add(entry);
            if (row.Issue is { } link)
            {
                (owned.TryGetValue(link.Owner, out var entries) ? entries : owned[link.Owner] = new(Comparer<OwnedLink>.Create(Compare)))
                    .Add(new OwnedLink(link.CreatedAt, link.Key, link.Nonce));
            }
        }
    }

    /// <summary>Writes a row whose entries were put; false when the row there is not the one that was read.</summary>
    public bool TryPutRow(StoredLink? current, LinkRow next)
    {
        lock (gate)
        {
            if (current is null ? rows.ContainsKey(next.Key) : !IsUnchanged(next.Key, current))
            {
                return false;
            }

            PutRow(next);
            return true;
        }
    }

    public bool HasEntry(LinkRow row) => DueLink.Of(row) is var entry && due[entry.Partition.Shard].Contains(entry);

    private static int Compare(DueLink a, DueLink b)
    {
        var byTime = a.DueAt.CompareTo(b.DueAt);
        var byKey = byTime != 0 ? byTime : string.CompareOrdinal(a.Key, b.Key);
        return byKey != 0 ? byKey : string.CompareOrdinal(a.Nonce, b.Nonce);
    }

    private static int Compare(OwnedLink a, OwnedLink b)
    {
        var byAge = b.CreatedAt.CompareTo(a.CreatedAt);
        var byKey = byAge != 0 ? byAge : string.CompareOrdinal(a.Key, b.Key);
        return byKey != 0 ? byKey : string.CompareOrdinal(a.Nonce, b.Nonce);
    }

    private bool IsUnchanged(string key, StoredLink current) => rows.TryGetValue(key, out var row) && row.ETag == current.ETag;

    private bool Put(LinkRow row)
    {
        PutEntries(row);
        PutRow(row);
        return true;
    }

    private void RemoveFromOwner(LinkRow row)
    {
        if (row.Issue is { } link && owned.TryGetValue(link.Owner, out var entries))
        {
            entries.Remove(new OwnedLink(link.CreatedAt, link.Key, link.Nonce));
        }
    }

    private void PutRow(LinkRow row)
    {
        var before = rows.GetValueOrDefault(row.Key)?.Row;
        rows[row.Key] = new StoredLink(row, (++version).ToString(CultureInfo.InvariantCulture));
        if (before is not null && (before.Nonce != row.Nonce || row.Issue is null))
        {
            RemoveFromOwner(before);
        }

        Changed?.Invoke(before, row);
    }
}
