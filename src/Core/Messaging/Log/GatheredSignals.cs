namespace Serverless.Core.Messaging.Log;

/// <summary>
/// Passes signals on, at most one in a while of each stream and of each subscription that is meant alone: the first at
/// once, and those that follow as one at the end of the while, with the greatest of their numbers.
/// </summary>
public sealed class GatheredSignals(TimeSpan pause, TimeProvider time, Action<StreamSignal> send)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(StreamId Stream, string? SubscriptionId), Pause> pauses = [];

    public void Send(StreamSignal signal)
    {
        lock (gate)
        {
            var key = (signal.Stream, signal.SubscriptionId);
            if (pauses.TryGetValue(key, out var begun))
            {
                begun.Held = begun.Held is { } held ? Join(held, signal) : signal;
                return;
            }

            var next = pauses[key] = new Pause();
            next.Timer = time.CreateTimer(_ => End(key, next), null, pause, Timeout.InfiniteTimeSpan);
        }

        send(signal);
    }

    private static StreamSignal Join(StreamSignal held, StreamSignal signal) =>
        signal with { Next = Math.Max(held.Next, signal.Next), IsChange = held.IsChange || signal.IsChange };

    private void End((StreamId Stream, string? SubscriptionId) key, Pause ended)
    {
        StreamSignal held;
        lock (gate)
        {
            if (ended.Held is not { } last)
            {
                pauses.Remove(key);
                ended.Timer?.Dispose();
                return;
            }

            (held, ended.Held) = (last, null);
            ended.Timer?.Change(pause, Timeout.InfiniteTimeSpan);
        }

        send(held);
    }

    private sealed class Pause
    {
        public StreamSignal? Held { get; set; }

        public ITimer? Timer { get; set; }
    }
}
