using System.Collections.Concurrent;

namespace Serverless.Core.RateLimiting.Counting;

/// <summary>
/// Ends the wait for counters that do not answer in time. All waits share one timer, which looks at them ten times within
/// the longest one and stands still while there is none: a timer for each would cost more than what it guards.
/// </summary>
internal sealed class CounterDeadline : IDisposable
{
    private const int LooksPerDeadline = 10;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentQueue<CounterWait> waits = new();
    private readonly TimeProvider time;
    private readonly TimeSpan interval;
    private readonly ITimer timer;

    private int isLooking;

    /// <param name="longest">The longest wait.</param>
    public CounterDeadline(TimeProvider time, TimeSpan longest)
    {
        this.time = time;
        interval = longest / LooksPerDeadline > Shortest ? longest / LooksPerDeadline : Shortest;
        timer = time.CreateTimer(static self => ((CounterDeadline)self!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for an answer, but not until after a timestamp.</summary>
    /// <exception cref="TimeoutException">It was not there by then; a later answer, or failure, is dropped.</exception>
    public ValueTask<CounterAnswer[]> WaitAsync(ValueTask<CounterAnswer[]> answer, long until)
    {
        if (answer.IsCompleted)
        {
            return answer;
        }

        var wait = new CounterWait(answer, until);
        waits.Enqueue(wait);
        LookBy(until);
        return wait.Task;
    }

    public void Dispose() => timer.Dispose();

    // The timestamp by which to look again at the latest.
    private void LookBy(long until)
    {
        if (Volatile.Read(ref isLooking) == 0 && Interlocked.Exchange(ref isLooking, 1) == 0)
        {
            var left = time.GetElapsedTime(time.GetTimestamp(), until);
            timer.Change(left > interval ? interval : left > Shortest ? left : Shortest, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        var (now, next) = (time.GetTimestamp(), long.MaxValue);
        for (var left = waits.Count; left > 0 && waits.TryDequeue(out var wait); left--)
        {
            if (!wait.EndsBy(now))
            {
                waits.Enqueue(wait);
                next = Math.Min(next, wait.Until);
            }
        }

        Volatile.Write(ref isLooking, 0);
        if (!waits.IsEmpty)
        {
            LookBy(next == long.MaxValue ? now + (long)(interval.TotalSeconds * time.TimestampFrequency) : next);
        }
    }
}
