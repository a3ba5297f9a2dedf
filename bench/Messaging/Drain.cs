using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>Receives a number of messages with several receivers, and measures how long that takes.</summary>
public sealed class Drain(int messages)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private int received;

    /// <exception cref="BenchException">They do not come.</exception>
    public async Task<Sample> RunAsync(IReadOnlyList<IReceiver> receivers)
    {
        using var done = new CancellationTokenSource();
        var start = TimeProvider.System.GetTimestamp();
        var running = receivers.Select(receiver => Task.Run(() => ReceiveAsync(receiver, done))).ToArray();
        var latencies = await Task.WhenAll(running).WaitAsync(Patience);
        var ended = latencies.Max(own => own.Ended);
        var elapsed = TimeProvider.System.GetElapsedTime(start, ended);
        return Sample.Of(latencies.SelectMany(own => own.Latencies), elapsed) with { PerSecond = messages / elapsed.TotalSeconds, Operations = messages };
    }

    private async Task<(List<TimeSpan> Latencies, long Ended)> ReceiveAsync(IReceiver receiver, CancellationTokenSource done)
    {
        var (latencies, ended) = (new List<TimeSpan>(), 0L);
        try
        {
            while (!done.IsCancellationRequested)
            {
                var begun = TimeProvider.System.GetTimestamp();
                if (await receiver.ReceiveAsync(static _ => { }, done.Token) is var count and > 0)
                {
                    ended = TimeProvider.System.GetTimestamp();
                    latencies.Add(TimeProvider.System.GetElapsedTime(begun, ended));
                    await StopAfterLastAsync(count, done);
                }
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // Others received the last one.
        }

        return (latencies, ended);
    }

    private Task StopAfterLastAsync(int count, CancellationTokenSource done) =>
        Interlocked.Add(ref received, count) >= messages ? done.CancelAsync() : Task.CompletedTask;
}
