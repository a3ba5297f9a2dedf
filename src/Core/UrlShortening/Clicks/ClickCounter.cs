using System.Collections.Concurrent;

namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>
/// Counts clicks in this process until they are taken to the store. Its memory is bounded: past the bound a click goes to
/// the slot for other referrers, and is dropped where even that one would be new.
/// </summary>
public sealed class ClickCounter(LinkMetrics metrics, TimeProvider time)
{
    /// <summary>From so many slots on, referrers get no new ones; at twice as many, keys don't either.</summary>
    public const int MaxSlots = 20_000;

    private readonly ConcurrentDictionary<ClickSlot, ClickTally> tallies = new();
    private int slots;

    /// <summary>Whether the clicks should be taken at once rather than when they are due.</summary>
    public bool IsFull => Volatile.Read(ref slots) >= MaxSlots;

    /// <param name="referrer">As <see cref="ReferrerHost"/> gives it.</param>
    public void Count(string key, string nonce, string referrer, bool isBot)
    {
        ClickTally? last = null;
        Count(key, nonce, referrer, isBot, ref last);
    }

    /// <param name="last">Where the last click of this link was counted; the next one usually belongs there too, and need not be looked up.</param>
    internal void Count(string key, string nonce, string referrer, bool isBot, ref ClickTally? last)
    {
        var hour = ClickSlot.HourOf(time.GetUtcNow());
        var isCounted = (last is { } tally && tally.IsFor(hour, referrer, isBot) && tally.TryAdd())
            || TryCount(new ClickSlot(key, nonce, hour, referrer, isBot), ref last);
        metrics.CountClicks(1, isCounted ? "counted" : "dropped");
    }

    /// <summary>All that was counted since the last time, each click once.</summary>
    public IReadOnlyList<ClickCount> Take()
    {
        var taken = new List<ClickCount>();
        foreach (var pair in tallies)
        {
            if (tallies.TryRemove(pair))
            {
                Interlocked.Decrement(ref slots);
                Keep(pair.Key, pair.Value.Take());
            }
        }

        return taken;

        void Keep(ClickSlot slot, long count)
        {
            if (count > 0)
            {
                taken.Add(new ClickCount(slot, count));
            }
        }
    }

    /// <summary>What was counted for one issue of a key and not taken yet.</summary>
    public IEnumerable<ClickCount> Peek(string key, string nonce) => tallies
        .Where(pair => pair.Key.Key == key && pair.Key.Nonce == nonce)
        .Select(pair => new ClickCount(pair.Key, pair.Value.Count));

    private bool TryCount(in ClickSlot slot, ref ClickTally? counted) =>
        TryCount(slot, MaxSlots, ref counted) || TryCount(slot with { Referrer = ReferrerHost.Other }, 2 * MaxSlots, ref counted);

    private bool TryCount(in ClickSlot slot, int limit, ref ClickTally? counted)
    {
        while (true)
        {
            if (tallies.TryGetValue(slot, out var tally))
            {
                if (tally.TryAdd())
                {
                    counted = tally;
                    return true;
                }

                // Being taken this moment: it leaves the dictionary before it is closed, so the next look finds another.
                continue;
            }

            if (Volatile.Read(ref slots) >= limit)
            {
                return false;
            }

            if (tallies.TryAdd(slot, new ClickTally(slot)))
            {
                Interlocked.Increment(ref slots);
            }
        }
    }
}
