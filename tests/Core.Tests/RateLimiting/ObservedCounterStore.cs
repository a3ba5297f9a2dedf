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

        return Failure is null ? await inner.TakeAsync(query) : throw Failure;
    }

    public ValueTask<long[]> RefundAsync(IdentityGroup group, IReadOnlyList<Grant> grants)
    {
        Refunds.Add(grants);
        return Failure is null ? inner.RefundAsync(group, grants) : throw Failure;
    }

    public ValueTask ResetAsync(IdentityGroup group) => Failure is null ? inner.ResetAsync(group) : throw Failure;
}
