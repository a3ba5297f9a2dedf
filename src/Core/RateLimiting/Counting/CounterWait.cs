using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Serverless.Core.RateLimiting.Counting;

/// <summary>A wait for counters that the answer or the deadline ends, whichever is first.</summary>
internal sealed class CounterWait : IValueTaskSource<CounterAnswer[]>, IThreadPoolWorkItem
{
    private readonly ValueTaskAwaiter<CounterAnswer[]> answer;
    private ManualResetValueTaskSourceCore<CounterAnswer[]> core;
    private int isEnded;

    public CounterWait(ValueTask<CounterAnswer[]> answer, long until)
    {
        Until = until;
        this.answer = answer.GetAwaiter();
        this.answer.UnsafeOnCompleted(Answer);
    }

    /// <summary>The timestamp at which its time is over.</summary>
    public long Until { get; }

    public ValueTask<CounterAnswer[]> Task => new(this, core.Version);

    /// <summary>Whether it has ended, or ends now because its time is over.</summary>
    public bool EndsBy(long now)
    {
        if (now >= Until && Interlocked.Exchange(ref isEnded, 1) == 0)
        {
            // Elsewhere, because what follows must not hold up the others whose time is over.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return Volatile.Read(ref isEnded) != 0;
    }

    void IThreadPoolWorkItem.Execute() => core.SetException(new TimeoutException());

    CounterAnswer[] IValueTaskSource<CounterAnswer[]>.GetResult(short token) => core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<CounterAnswer[]>.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource<CounterAnswer[]>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);

    private void Answer()
    {
        var isInTime = Interlocked.Exchange(ref isEnded, 1) == 0;
        try
        {
            var answers = answer.GetResult();
            if (isInTime)
            {
                core.SetResult(answers);
            }
        }
        catch (Exception exception)
        {
            if (isInTime)
            {
                core.SetException(exception);
            }
        }
    }
}

/// <summary>What one counter says of a query. Times are microseconds.</summary>
/// <param name="Allowed">Whether this counter admits it; others may not.</param>
/// <param name="Taken">Permits that were taken here.</param>
/// <param name="Remaining">Permits left after that.</param>
/// <param name="RetryAfter">When not allowed, how long until it would be; -1 when allowed, or when it never would be.</param>
/// <param name="ResetAfter">How long until everything can be had again; 0 when it can.</param>
/// <param name="Time">When it was taken, by the counter's clock: what a refund names.</param>
public readonly record struct CounterAnswer(bool Allowed, long Taken, long Remaining, long RetryAfter, long ResetAfter, long Time)
{
    /// <summary>How long ago the counter's clock showed <see cref="Time"/>, where this is said later.</summary>
    public long Age { get; init; }

    /// <summary>When everything can be had again, by the counter's clock: Unix microseconds; 0 when it can.</summary>
    public long ResetAt => ResetAfter > 0 ? Time + Age + ResetAfter : 0;
}
