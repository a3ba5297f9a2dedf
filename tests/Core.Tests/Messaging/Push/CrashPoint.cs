namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>Kills the process before or after one of the calls that it makes to what survives it.</summary>
internal sealed class CrashPoint
{
    private int calls;

    /// <summary>The call, from 1, that the process does not outlive; 0 for none.</summary>
    public int At { get; set; }

    /// <summary>Whether the call itself still takes effect.</summary>
    public bool IsAfter { get; set; }

    /// <summary>Whether the process has died.</summary>
    public bool HasStruck { get; private set; }

    /// <summary>How often a process has died.</summary>
    public int Deaths { get; private set; }

    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        // Nothing that a dead process still runs has any effect.
        if (HasStruck)
        {
            throw new SimulatedCrashException();
        }

        var isLast = Interlocked.Increment(ref calls) == At;
        HasStruck |= isLast;
        if (isLast && !IsAfter)
        {
            throw new SimulatedCrashException();
        }

        var result = await call();
        return isLast ? throw new SimulatedCrashException() : result;
    }

    public Task CallAsync(Func<Task> call) => CallAsync(async () =>
    {
        await call();
        return true;
    });

    /// <summary>A new process is started.</summary>
    public void Restart() => (HasStruck, At, Deaths) = (false, 0, Deaths + 1);
}
