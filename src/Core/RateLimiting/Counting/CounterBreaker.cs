namespace Serverless.Core.RateLimiting.Counting;

/// <summary>
/// Keeps checks from counters of which most calls fail: for a while none is let through, then one, to see. A slow call among
/// many, or a few of hardly any, open nothing.
/// </summary>
/// <remarks>Without a lock on the way of calls that succeed, and without the waits that a pipeline of Polly adds to each.</remarks>
/// <param name="openFor">How long calls are kept away.</param>
public sealed class CounterBreaker(TimeProvider time, TimeSpan openFor)
{
    /// <summary>Opens when at least so many calls of a sample have ended, and half of them failed.</summary>
    public const int MinimumCalls = 20;

    private const long Closed = 0;

    /// <summary>A sample begins with a failure.</summary>
    private static readonly TimeSpan SampleDuration = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();

    private long openUntil = Closed;
    private long sampleEnds;
    private int calls;
    private int failures;

    /// <summary>Whether a call may be made; who is told so while it is open is the only one for the next while.</summary>
    public bool Allows()
    {
        var until = Volatile.Read(ref openUntil);
        return until == Closed
            || (time.GetTimestamp() >= until && Interlocked.CompareExchange(ref openUntil, After(openFor), until) == until);
    }

    public void Succeeded()
    {
        Interlocked.Increment(ref calls);
        if (Volatile.Read(ref openUntil) != Closed)
        {
            Close();
        }
    }

    public void Failed()
    {
        lock (gate)
        {
            if (openUntil != Closed)
            {
                Volatile.Write(ref openUntil, After(openFor));
                return;
            }

            if (time.GetTimestamp() >= sampleEnds)
            {
                (calls, failures, sampleEnds) = (0, 0, After(SampleDuration));
            }

            failures++;
            if (Interlocked.Increment(ref calls) >= MinimumCalls && 2 * failures >= calls)
            {
                Volatile.Write(ref openUntil, After(openFor));
            }
        }
    }

    private void Close()
    {
        lock (gate)
        {
            sampleEnds = 0;
            Volatile.Write(ref openUntil, Closed);
        }
    }

    // Never zero, which means closed.
    private long After(TimeSpan duration) => Math.Max(1, time.GetTimestamp() + (long)(duration.TotalSeconds * time.TimestampFrequency));
}
