namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>The clicks of one slot: raised by many at once, taken by one, and closed by that.</summary>
internal sealed class ClickTally(ClickSlot slot)
{
    private const long Closed = long.MinValue / 2;

    private long count;

    public long Count => Math.Max(0, Volatile.Read(ref count));

    /// <summary>Whether a click of the same link belongs here.</summary>
    public bool IsFor(long hour, string referrer, bool isBot) => slot.Hour == hour && slot.IsBot == isBot && slot.Referrer == referrer;

    /// <summary>False when it has been taken: the click belongs into a new one.</summary>
    public bool TryAdd() => Interlocked.Increment(ref count) > 0;

    public long Take() => Math.Max(0, Interlocked.Exchange(ref count, Closed));
}
