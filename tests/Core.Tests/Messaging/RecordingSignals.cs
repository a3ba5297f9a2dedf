using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging;

/// <summary>Keeps what was told.</summary>
public sealed class RecordingSignals : IStreamSignals
{
    public List<StreamSignal> Sent { get; } = [];

    /// <summary>Who hears them at once.</summary>
    public Action<StreamSignal>? Heard { get; set; }

    public void Send(StreamSignal signal)
    {
        lock (Sent)
        {
            Sent.Add(signal);
        }

        Heard?.Invoke(signal);
    }

    /// <summary>How often each stream is attended to now.</summary>
    public Dictionary<StreamId, int> Attended { get; } = [];

    public void Attend(StreamId stream) => Count(stream, 1);

    public void Leave(StreamId stream) => Count(stream, -1);

    public Task ListenAsync(Action<StreamSignal> changed, Action missed, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private void Count(StreamId stream, int change)
    {
        lock (Attended)
        {
            Attended[stream] = Attended.GetValueOrDefault(stream) + change;
        }
    }
}
