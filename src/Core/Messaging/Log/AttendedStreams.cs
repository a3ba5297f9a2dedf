namespace Serverless.Core.Messaging.Log;

/// <summary>
/// Keeps a channel open for each stream that somebody attends to, and for a while after the last has left: who pulls
/// comes back soon, and finds it open.
/// </summary>
/// <param name="listen">Keeps the channel of a stream open until it is cancelled; it never fails otherwise.</param>
public sealed class AttendedStreams(Func<StreamId, CancellationToken, Task> listen, TimeProvider time) : IDisposable
{
    /// <summary>How long a channel stays open that nobody attends to.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<StreamId, Attendance> attended = [];
    private bool isOver;

    public void Attend(StreamId stream)
    {
        Attendance begun;
        lock (gate)
        {
            if (attended.TryGetValue(stream, out var open))
            {
                open.Count++;
                return;
            }

            if (isOver)
            {
                return;
            }

            begun = attended[stream] = new Attendance { Count = 1 };
            begun.Timer = time.CreateTimer(_ => EndUnattended(stream, begun), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _ = listen(stream, begun.Token);
    }

    public void Leave(StreamId stream)
    {
        lock (gate)
        {
            if (attended.TryGetValue(stream, out var open) && --open.Count == 0)
            {
                open.Timer?.Change(Linger, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Closes all channels for good.</summary>
    public void Dispose()
    {
        Attendance[] rest;
        lock (gate)
        {
            isOver = true;
            rest = [.. attended.Values];
            attended.Clear();
        }

        Array.ForEach(rest, open => open.Dispose());
    }

    private void EndUnattended(StreamId stream, Attendance open)
    {
        lock (gate)
        {
            if (open.Count > 0 || attended.GetValueOrDefault(stream) != open)
            {
                return;
            }

            attended.Remove(stream);
        }

        open.Dispose();
    }

    private sealed class Attendance : IDisposable
    {
        private readonly CancellationTokenSource ended = new();

        public Attendance() => Token = ended.Token;

        public CancellationToken Token { get; }

        public int Count { get; set; }

        public ITimer? Timer { get; set; }

        public void Dispose()
        {
            Timer?.Dispose();
            ended.Cancel();
            ended.Dispose();
        }
    }
}
