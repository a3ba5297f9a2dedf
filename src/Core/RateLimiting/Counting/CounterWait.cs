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
