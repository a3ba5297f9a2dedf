using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Counts the calls of a store, and fails or holds them when told to.</summary>
internal sealed class ObservedCounterStore(ICounterStore inner) : ICounterStore
{
    private int takes;

    public int Takes => Volatile.Read(ref takes);

    public List<CounterQuery> Queries { get; } = [];

    public List<IReadOnlyList<Grant>> Refunds { get; } = [];

    /// <summary>What calls throw from now on; null for nothing.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Calls wait for it; null for nothing.</summary>
    public TaskCompletionSource? Held { get; set; }

    /// <summary>Answers wait for it, when what was asked for has been done; null for nothing.</summary>
    public TaskCompletionSource? HeldAnswer { get; set; }

    public async ValueTask<CounterAnswer[]> TakeAsync(CounterQuery query)
    {
        Interlocked.Increment(ref takes);
        lock (Queries)
        {
            Queries.Add(query);
        }

        if (Held is { } held)
        {
            await held.Task;
        }

        var answers = Failure is null ? await inner.TakeAsync(query) : throw Failure;
        if (HeldAnswer is { } answer)
        {
            await answer.Task;
        }

        return answers;
    }

    public ValueTask<long[]> RefundAsync(IdentityGroup group, IReadOnlyList<Grant> grants)
    {
        Refunds.Add(grants);
        return Failure is null ? inner.RefundAsync(group, grants) : throw Failure;
    }

    public ValueTask ResetAsync(IdentityGroup group) => Failure is null ? inner.ResetAsync(group) : throw Failure;
}
