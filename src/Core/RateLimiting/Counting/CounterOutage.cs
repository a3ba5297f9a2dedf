using Microsoft.Extensions.Logging;

namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Tells the operator once that the counters can't be asked, and once that they can again.</summary>
public sealed partial class CounterOutage(TimeProvider time, ILogger<CounterOutage> logger)
{
    /// <summary>How long nothing but failures must have been seen. What is over sooner is a slow moment, of which the metrics tell.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    private const long None = 0;

    private readonly Lock gate = new();
    private long since = None;
    private long checks;
    private bool isTold;

    /// <summary>A check did without the counters.</summary>
    public void Failed()
    {
        lock (gate)
        {
            (since, checks) = since == None ? (Math.Max(1, time.GetTimestamp()), 1) : (since, checks + 1);
            if (!isTold && time.GetElapsedTime(since) >= Shortest)
            {
                isTold = true;
                LogBegan();
            }
        }
    }

    /// <summary>The counters answered.</summary>
    public void Succeeded()
    {
        if (Volatile.Read(ref since) != None)
        {
            End();
        }
    }

    private void End()
    {
        lock (gate)
        {
            if (isTold)
            {
                LogEnded(time.GetElapsedTime(since).TotalSeconds, checks);
            }

            (isTold, checks) = (false, 0);
            Volatile.Write(ref since, None);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis:Counters does not answer: each instance counts rate limits alone, and rules that fail closed refuse.")]
    private partial void LogBegan();

    [LoggerMessage(LogLevel.Warning, "Redis:Counters answers again after {Seconds:0.0} s, in which {Checks} checks were degraded.")]
    private partial void LogEnded(double seconds, long checks);
}
