namespace Serverless.Core;

/// <summary>
/// Keeps calls from a service of which most fail: for a while none is let through, then one, to see. It needs a share of the
/// calls of the last second, and failures that go on for a while: a slow moment among many calls, or a few failures of
/// hardly any, open nothing.
/// </summary>
/// <remarks>Without a lock on the way of calls that succeed, and without the waits that a pipeline of Polly adds to each.</remarks>
/// <param name="openFor">How long calls are kept away.</param>
/// <param name="minimumCalls">How many calls must have ended within the last second, of which half failed.</param>
/// <param name="minimumDuration">How long ago the first of these failures must be.</param>
public sealed class CircuitBreaker(TimeProvider time, TimeSpan openFor, int minimumCalls, TimeSpan minimumDuration)
{
    private const long Closed = 0;
    private const int Slices = 10;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly long sliceLength = (long)(Window.TotalSeconds * time.TimestampFrequency) / Slices;
    private readonly Slice[] slices = [.. Enumerable.Range(0, Slices).Select(_ => new Slice())];
    private readonly Lock gate = new();

    private long openUntil = Closed;

    /// <summary>Whether a call may be made; who is told so while it is open is the only one for the next while.</summary>
    public bool Allows()
    {
        var until = Volatile.Read(ref openUntil);
        return until == Closed
            || (time.GetTimestamp() >= until && Interlocked.CompareExchange(ref openUntil, End(), until) == until);
    }

    public void Succeeded()
    {
        Interlocked.Increment(ref Current(time.GetTimestamp() / sliceLength).Calls);
        if (Volatile.Read(ref openUntil) != Closed)
        {
            Close();
        }
    }

    public void Failed()
    {
        var now = time.GetTimestamp();
        var number = now / sliceLength;
        var slice = Current(number);
        Interlocked.Increment(ref slice.Calls);
        if (Interlocked.Increment(ref slice.Failures) == 1)
        {
            slice.FirstFailure = now;
        }

        if (Volatile.Read(ref openUntil) != Closed || HasToOpen(number, now))
        {
            Volatile.Write(ref openUntil, End());
        }
    }

    private bool HasToOpen(long number, long now)
    {
        var (calls, failures, first) = (0, 0, now);
        foreach (var slice in slices)
        {
            if (slice.Number > number - Slices)
            {
                calls += Volatile.Read(ref slice.Calls);
                failures += Volatile.Read(ref slice.Failures);
                first = slice.Failures > 0 ? Math.Min(first, slice.FirstFailure) : first;
            }
        }

        return calls >= minimumCalls && 2 * failures >= calls && time.GetElapsedTime(first, now) >= minimumDuration;
    }

    private Slice Current(long number)
    {
        var slice = slices[number % Slices];
        if (Volatile.Read(ref slice.Number) != number)
        {
            lock (gate)
            {
                if (slice.Number < number)
                {
                    slice.Begin(number);
                }
            }
        }

        return slice;
    }

    private void Close()
    {
        lock (gate)
        {
            foreach (var slice in slices)
            {
                slice.Begin(slice.Number);
            }

            Volatile.Write(ref openUntil, Closed);
        }
    }

    // Never zero, which means closed.
    private long End() => Math.Max(1, time.GetTimestamp() + (long)(openFor.TotalSeconds * time.TimestampFrequency));

    /// <summary>The calls of a tenth of the window.</summary>
    private sealed class Slice
    {
        public long Number = -1;
        public int Calls;
        public int Failures;
        public long FirstFailure;

        public void Begin(long number)
        {
            (Calls, Failures, FirstFailure) = (0, 0, 0);
            Volatile.Write(ref Number, number);
        }
    }
}
