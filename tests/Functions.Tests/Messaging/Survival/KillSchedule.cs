namespace Serverless.Functions.Tests.Messaging.Survival;

/// <summary>
/// Kills at moments that a seed chooses: when so many things have happened - a message acknowledged to its publisher, or
/// come to a subscription - in whatever the process is doing just then.
/// </summary>
internal sealed class KillSchedule(int seed, int kills, int things)
{
    private readonly long[] moments = Moments(new Random(seed), kills, things);
    private long happened;
    private int done;
    private Action? kill;

    /// <summary>How many kills there have been.</summary>
    public int Done => Volatile.Read(ref done);

    /// <summary>The process that the next kill is for.</summary>
    public void Arm(Action killProcess) => Volatile.Write(ref kill, killProcess);

    /// <summary>One thing happened; the call that reaches a moment kills the process before it returns.</summary>
    public void Happen()
    {
        var now = Interlocked.Increment(ref happened);
        if (Done < moments.Length && now >= moments[Done] && Interlocked.Exchange(ref kill, null) is { } strike)
        {
            strike();
            Interlocked.Increment(ref done);
        }
    }

    // One in each part of the run.
    private static long[] Moments(Random random, int kills, int things) =>
        [.. Enumerable.Range(0, kills).Select(kill => (long)((kill + random.NextDouble()) / kills * things * 0.95))];
}
