using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>
/// Answers where a key leads, from the nearest of three levels: this process, the shared cache, the link row. Concurrent
/// misses of a key read once.
/// </summary>
/// <remarks>
/// Why an old value does not live on. Let T be the moment at which a changed row is stored.
/// <list type="bullet">
/// <item>Age. Whatever is made of a row carries an end 30 s after the read of that row <em>began</em>, in every cache it
/// passes through, and ends with the link if that is earlier. What was read before T is thus dead at T + 30 s, by clocks
/// that differ by up to 5 s at T + 35 s, though mark, message and every write to the shared cache be lost, late or evicted.</item>
/// <item>Here. The changing instance advances the key's epoch after T. An entry is believed only in the epoch in which its
/// read began, so a reader that holds the old row can fill as late as it likes, and nobody who comes later joins its read.
/// For 35 s from then on the key is not looked up in the shared cache, which may hold an old value until the mark is set,
/// or for good if that fails: who reads in the new epoch reads the row, after T.</item>
/// <item>There. The message does the same elsewhere; it is sent after the mark was set or given up. A subscriber that was
/// disconnected drops everything when it is back, and once more when it has made sure that it hears again.</item>
/// <item>Shared cache. Fills are set-if-absent, the mark is set whatever is there: a fill before the mark is replaced, one
/// after it (60 s, twice the age) is refused, and one after the mark has gone ends at once by its age. A reader who finds
/// the mark reads a row no older than T. One whose fill is refused can't tell a mark from another's fill and believes its
/// own find for 5 s only.</item>
/// </list>
/// A change whose answer got lost, or whose process died before the message, is left to the first point.
/// </remarks>
public sealed class LinkFollower(ILinkStore links, LinkMemory memory, ISharedLinkCache shared, LinkMetrics metrics, TimeProvider time)
{
    private readonly SingleFlight flights = new();

    /// <summary>Where a key leads; completes at once when this process knows.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The key had to be read, and the store does not answer.</exception>
    public ValueTask<FollowedLink> FollowAsync(string key, CancellationToken cancellationToken)
    {
        if (!LinkKey.IsPossible(key))
        {
            return new(FollowedLink.Unknown);
        }

        var epoch = memory.EpochOf(key);
        var known = memory.Find(key, epoch);
        metrics.CountLookup(LinkCacheLevel.Memory, known is not null);
        // One client's departure must not end a read that others wait for.
        return known is not null ? new(known) : new(flights.JoinAsync(key, epoch, ReadAsync).WaitAsync(cancellationToken));
    }

    private async Task<FollowedLink> ReadAsync(string key, int epoch)
    {
        // The flight before this one may have landed between this one's miss and its start.
        if (memory.Find(key) is { } landed)
        {
            return landed;
        }

        var mayShare = !memory.Distrusts(key);
        var kept = mayShare ? await FindSharedAsync(key) : default;
        var found = kept.Target is { } target && Believable(target, kept.Until, epoch) is { } believed
            ? believed
            : await ReadRowAsync(key, epoch, mayShare && !kept.IsMark);
        memory.Fill(key, found);
        return found;
    }

    private async ValueTask<SharedLink> FindSharedAsync(string key)
    {
        var kept = await shared.FindAsync(key);
        metrics.CountLookup(LinkCacheLevel.Shared, kept.Target is not null);
        return kept;
    }

    private FollowedLink? Believable(LinkTarget target, DateTimeOffset end, int epoch)
    {
        var now = time.GetUtcNow();
        var until = CacheLifetimes.Earlier(end, CacheLifetimes.Earlier(target.ExpiresAt, now + CacheLifetimes.Longest));
        return now < until ? new FollowedLink(LinkStatus.Ok, target, until, epoch) : null;
    }

    private async Task<FollowedLink> ReadRowAsync(string key, int epoch, bool share)
    {
        var start = time.GetUtcNow();
        var row = (await links.FindAsync(key, CancellationToken.None))?.Row;
        var result = LinkResult.Of(row, time.GetUtcNow());
        metrics.CountLookup(LinkCacheLevel.Store, row is not null);
        if (result.Link is not { } link)
        {
            return new FollowedLink(result.Status, null, start + CacheLifetimes.Short, epoch);
        }

        var target = LinkTarget.Of(link);
        var until = CacheLifetimes.Earlier(target.ExpiresAt, start + CacheLifetimes.Longest);
        var isUndisputed = !share || await shared.TryAddAsync(target, until);
        return new FollowedLink(LinkStatus.Ok, target, isUndisputed ? until : CacheLifetimes.Earlier(until, start + CacheLifetimes.Short), epoch);
    }
}
