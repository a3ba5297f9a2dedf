using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.Queues;

/// <summary>Waking the hosts of this process when there may be work.</summary>
public sealed partial class SqliteWorkQueue
{
    private readonly QueueSignal changes = new();

    public async Task WaitAsync(string queue, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var change = changes.NextAsync(queue);
            var wait = atMost - time.GetElapsedTime(start);
            if (await NextVisibleAsync(queue, cancellationToken) is { } next && next - time.GetUtcNow() < wait)
            {
                wait = next - time.GetUtcNow();
            }

            if (wait <= TimeSpan.Zero)
            {
                return;
            }

            await WaitAsync(change, wait, cancellationToken);
        }
    }

    private async Task WaitAsync(Task change, TimeSpan atMost, CancellationToken cancellationToken)
    {
        // A timer counts whole milliseconds; rounded down it would end too early, again and again.
        var whole = TimeSpan.FromMilliseconds(Math.Ceiling(atMost.TotalMilliseconds));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(change, Task.Delay(whole, time, stop.Token));
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private Task<DateTimeOffset?> NextVisibleAsync(string queue, CancellationToken cancellationToken)
    {
        const string Next = "SELECT visible FROM queue_messages WHERE queue = $queue ORDER BY visible LIMIT 1";
        return database.ReadAsync(
            session => session.First<DateTimeOffset?>(Next, row => row.GetTime(0), ("$queue", queue)), cancellationToken);
    }
}
