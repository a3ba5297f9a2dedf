using Serverless.Core.Messaging.Push;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>Marks on virtual time.</summary>
internal sealed class InMemoryWakeUpMarks(TimeProvider time) : IWakeUpMarks
{
    private readonly Dictionary<string, (DateTimeOffset Until, long Next)> marks = [];

    /// <summary>How often one was asked for.</summary>
    public int Set { get; private set; }

    /// <summary>How often one was taken away.</summary>
    public int Cleared { get; private set; }

    public Task<bool> TrySetAsync(string lane, long next)
    {
        Set++;
        if (marks.TryGetValue(lane, out var mark) && mark.Until > time.GetUtcNow())
        {
            marks[lane] = mark with { Next = Math.Max(mark.Next, next) };
            return Task.FromResult(false);
        }

        marks[lane] = (time.GetUtcNow() + IWakeUpMarks.Lifetime, next);
        return Task.FromResult(true);
    }

    public Task<long> ClearAsync(string lane)
    {
        Cleared++;
        return Task.FromResult(marks.Remove(lane, out var mark) ? mark.Next : 0);
    }
}
