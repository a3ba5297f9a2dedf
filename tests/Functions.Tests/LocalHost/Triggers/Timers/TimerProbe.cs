using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Timers;

/// <summary>Shows a test the runs of a timer function as they begin.</summary>
internal sealed class TimerProbe(TimeProvider time)
{
    private int running;

    public Events<TimerRun> Started { get; } = new();

    public bool Overlapped { get; private set; }

    public async Task RunAsync(TimerInfo? info, CancellationToken stopping)
    {
        Overlapped |= Interlocked.Increment(ref running) > 1;
        var run = new TimerRun(time.GetUtcNow(), info, stopping);
        Started.Add(run);
        try
        {
            await run.End.Task;
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }
}
