namespace Serverless.Core.UrlShortening;

/// <summary>The keys of a leased block, handed out one by one and each at most once, from any number of threads.</summary>
internal sealed class LeasedKeys(IReadOnlyList<string> keys, DateTimeOffset usableUntil)
{
    private int next;

    /// <summary>Whether a key is left that may still be handed out.</summary>
    public bool IsUsable(DateTimeOffset now) => now < usableUntil && Volatile.Read(ref next) < keys.Count;

    /// <summary>The next key; null when all are handed out or the lease is about to end.</summary>
    public string? TryTake(DateTimeOffset now)
    {
        if (!IsUsable(now))
        {
            return null;
        }

        var index = Interlocked.Increment(ref next) - 1;
        return index < keys.Count ? keys[index] : null;
    }
}
