using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>
/// Answers where a key leads, from the nearest of three levels: this process, the shared cache, the link row. Concurrent
/// misses of a key read once.
/// </summary>
/// <remarks>
/// <para>
/// Why an old value does not live on. Let T be the moment at which a changed row is stored, and M the first moment from T on at
/// which a mark is set in the shared cache that stays: no failover takes it back, and it is not evicted before T + 35 s. Then
/// nobody who asks later than M + 30 s is answered what was true before T; and where the shared cache believes a link for no
/// longer than a process does, nobody who asks later than T + 35 s.
/// </para>
/// <list type="bullet">
/// <item>This process. Whatever is made of a row, or of what the shared cache keeps, carries an end 30 s after it <em>began</em>
/// to ask for that, and ends with the link if that is earlier. A read that was held up is thus dead when it ends, and who asked
/// after its end does not take it from the read they joined.</item>
/// <item>Shared cache, short lifetime. The end of 30 s goes with the value, so what was read before T is dead at T + 30 s, by
/// clocks that differ by up to 5 s at T + 35 s, though mark, message and every write be lost, late or evicted.</item>
/// <item>Shared cache, long lifetime. A row that was read before T can be added until T + 35 s at most: the reader learns the
/// cache's own time before it reads, and the cache refuses 30 s later, by a clock that may have changed by 5 s because another
/// server took over. The reader's own clock and how long it stood still don't count. The mark replaces what is there and stays
/// for 60 s, in which all additions are refused. So from M on the cache holds nothing from before T: before T + 35 s because of
/// the mark, after that because nothing old comes in. Whoever had found it before believes it for 30 s.</item>
/// <item>Here. The changing instance advances the key's epoch after T. An entry is believed only in the epoch in which its
/// read began, so a reader that holds the old row can fill as late as it likes, and nobody who comes later joins its read.
/// For 35 s, or 2 min with a long lifetime, the key is then not looked up in the shared cache, which may hold an old value until
/// a mark stays: who reads in the new epoch reads the row, after T.</item>
/// <item>There. The message does the same elsewhere; it is sent after the mark was set or given up. A subscriber that was
/// disconnected drops everything when it is back, and once more when it has made sure that it hears again.</item>
/// <item>A reader who finds a mark reads a row no older than the change that set it. One whose addition is refused can't tell a
/// mark from another's find and believes its own for 5 s only.</item>
/// </list>
/// <para>How soon M follows T, whatever dies or gets lost, <see cref="Forgetting.LinkForgetter"/> says.</para>
/// </remarks>
public sealed class LinkFollower(ILinkStore links, LinkMemory memory, ISharedLinkCache shared, LinkMetrics metrics, TimeProvider time)
{
    private readonly SingleFlight<(string Key, int Epoch), FollowedLink> flights = new();

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
        return known is not null ? new(known) : new(JoinAsync(key, epoch, cancellationToken));
    }

    private async Task<FollowedLink> JoinAsync(string key, int epoch, CancellationToken cancellationToken)
    {
        while (true)
        {
            var asked = time.GetUtcNow();
            // One client's departure must not end a read that others wait for.
            var found = await flights.JoinAsync((key, epoch), ReadAsync).WaitAsync(cancellationToken);
            if (found.Holds(asked))
            {
                return found;
            }
        }
    }

    private async Task<FollowedLink> ReadAsync((string Key, int Epoch) flight)
    {
        var (key, epoch) = flight;
        // The flight before this one may have landed between this one's miss and its start.
        if (memory.Find(key) is { } landed)
        {
            return landed;
        }

        var asked = time.GetUtcNow();
        var kept = default(SharedLink);
        if (!memory.Distrusts(key))
        {
            kept = await shared.FindAsync(key);
            metrics.CountLookup(LinkCacheLevel.Shared, kept.Target is not null);
        }

        var found = kept.Target is { } target && Believable(target, kept.Until, asked, epoch) is { } believed
            ? believed
            : await ReadRowAsync(key, epoch, kept.AskedAt);
        memory.Fill(key, found);
        return found;
    }

    // An end too far ahead was set by a clock that is off, or while links were believed for longer.
    private FollowedLink? Believable(LinkTarget target, DateTimeOffset end, DateTimeOffset asked, int epoch)
    {
        var until = CacheLifetimes.Earlier(end, CacheLifetimes.Earlier(target.ExpiresAt, asked + CacheLifetimes.Longest));
        return time.GetUtcNow() < until && end - asked <= shared.Lifetime + CacheLifetimes.ClockSkew ? new FollowedLink(LinkStatus.Ok, target, until, epoch) : null;
    }

    /// <param name="askedAt">When the shared cache had nothing, by its clock; null if the link is not to be added to it.</param>
    private async Task<FollowedLink> ReadRowAsync(string key, int epoch, long? askedAt)
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
        var isUndisputed = askedAt is not { } at || await shared.TryAddAsync(target, CacheLifetimes.Earlier(target.ExpiresAt, start + shared.Lifetime), at);
        var until = CacheLifetimes.Earlier(target.ExpiresAt, start + (isUndisputed ? CacheLifetimes.Longest : CacheLifetimes.Short));
        return new FollowedLink(LinkStatus.Ok, target, until, epoch);
    }
}
