using BitFaster.Caching.Lru;
using Microsoft.Extensions.Options;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>
/// The cache in this process. Unknown and gone keys have a space of their own, so that guessing evicts no link in use. An
/// entry says under which epoch its read began and is passed over in a later one: no fill, however late, needs a lock.
/// </summary>
public sealed class LinkMemory(IOptions<LinksOptions> options, TimeProvider time)
{
    private const int Capacity = 10_000;

    private readonly TimeSpan distrustFor = CacheLifetimes.DistrustAfterChange(options.Value.CacheFor);
    private readonly LinkEpochs epochs = new();
    private readonly ConcurrentLru<string, FollowedLink> links = new(options.Value.MemoryLinks);
    private readonly ConcurrentLru<string, FollowedLink> absent = new(Capacity);
    private readonly ConcurrentLru<string, DateTimeOffset> distrusted = new(Capacity);

    /// <summary>How many links it holds, expired ones among them.</summary>
    public int Count => links.Count;

    /// <summary>To be noted before a read begins, and given to what is made of the read.</summary>
    public int EpochOf(string key) => epochs.Of(key);

    /// <summary>What may be answered for a key now; null when it has to be read.</summary>
    public FollowedLink? Find(string key) => Find(key, EpochOf(key));

    /// <param name="epoch">The key's, noted before.</param>
    /// <inheritdoc cref="Find(string)"/>
    public FollowedLink? Find(string key, int epoch)
    {
        var now = time.GetUtcNow();
        return links.TryGet(key, out var link) && link.IsFresh(now, epoch)
            ? link
            : absent.TryGet(key, out var none) && none.IsFresh(now, epoch) ? none : null;
    }

    public void Fill(string key, FollowedLink found) => (found.Target is null ? absent : links).AddOrUpdate(key, found);

    /// <summary>Whether the key was invalidated so lately that another cache may still hold what was true before.</summary>
    public bool Distrusts(string key) => distrusted.TryGet(key, out var until) && time.GetUtcNow() < until;

    /// <summary>Drops what is known of a key, also by reads under way, and trusts nothing but its row for a while.</summary>
    public void Invalidate(string key)
    {
        // Before the epoch: whoever sees the new one must see this too.
        distrusted.AddOrUpdate(key, time.GetUtcNow() + distrustFor);
        epochs.Advance(key);
    }

    /// <summary>Drops what is known of a key that may have been unknown: it has just been issued here.</summary>
    public void Forget(string key) => epochs.Advance(key);

    /// <summary>Drops everything: invalidations may have been missed.</summary>
    public void Clear() => epochs.AdvanceAll();
}
