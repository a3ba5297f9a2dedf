using Serverless.Core.Messaging.Push;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>Marks on virtual time.</summary>
internal sealed class InMemoryWakeUpMarks(TimeProvider time) : IWakeUpMarks
{
    private readonly Dictionary<string, DateTimeOffset> marks = [];

    /// <summary>How often one was asked for.</summary>
    public int Set { get; private set; }

    /// <summary>How often one was taken away.</summary>
    public int Cleared { get; private set; }

    public Task<bool> TrySetAsync(string lane)
    {
        Set++;
        if (marks.TryGetValue(lane, out var until) && until > time.GetUtcNow())
        {
            return Task.FromResult(false);
        }

        marks[lane] = time.GetUtcNow() + IWakeUpMarks.Lifetime;
        return Task.FromResult(true);
    }

    public Task ClearAsync(string lane)
    {
        Cleared++;
        marks.Remove(lane);
        return Task.CompletedTask;
    }
}
