namespace Serverless.Functions.Tests.LocalHost.Triggers.Queues;

/// <summary>Shows a test the runs of a queue function as they begin.</summary>
internal sealed class QueueProbe
{
    private int running;
    private int mostRunning;

    public Events<QueueRun> Started { get; } = new();

    public int Running => Volatile.Read(ref running);

    public int MostRunning => Volatile.Read(ref mostRunning);

    public async Task RunAsync(object message, CancellationToken stopping)
    {
        InterlockedMax(Interlocked.Increment(ref running));
        var run = new QueueRun(message, stopping);
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

    private void InterlockedMax(int value)
    {
        for (var seen = MostRunning; seen < value;)
        {
            seen = Interlocked.CompareExchange(ref mostRunning, value, seen) is var found && found == seen ? value : found;
        }
    }
}
