namespace Serverless.Core.UrlShortening.Following;

/// <summary>Keeps requests from a Redis that has just failed: for two seconds none is let through, then one, to see.</summary>
internal sealed class RedisBreaker(TimeProvider time)
{
    private const long Closed = 0;

    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(2);

    private long openUntil = Closed;

    /// <summary>Whether an operation may be tried; who is told so while it is open is the only one for the next while.</summary>
    public bool Allows()
    {
        var until = Volatile.Read(ref openUntil);
        return until == Closed
            || (time.GetTimestamp() >= until && Interlocked.CompareExchange(ref openUntil, End(), until) == until);
    }

    public void Open() => Volatile.Write(ref openUntil, End());

    public void Close()
    {
        if (Volatile.Read(ref openUntil) != Closed)
        {
            Volatile.Write(ref openUntil, Closed);
        }
    }

    // Never zero, which means closed.
    private long End() => Math.Max(1, time.GetTimestamp() + (long)(OpenFor.TotalSeconds * time.TimestampFrequency));
}
