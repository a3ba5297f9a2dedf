namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>The clicks of one slot: raised by many at once, taken by one, and closed by that.</summary>
/// <param name="day">Of its slot.</param>
/// <param name="referrer">Of its slot.</param>
internal sealed class ClickTally(DateOnly day, string referrer)
{
    private const long Closed = long.MinValue / 2;

    private long count;

    public long Count => Math.Max(0, Volatile.Read(ref count));

    /// <summary>Whether a click of the same link belongs here.</summary>
    public bool IsFor(DateOnly clickDay, string clickReferrer) => day == clickDay && referrer == clickReferrer;

    /// <summary>False when it has been taken: the click belongs into a new one.</summary>
    public bool TryAdd() => Interlocked.Increment(ref count) > 0;

    public long Take() => Math.Max(0, Interlocked.Exchange(ref count, Closed));
}
