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

    public Task ListenAsync(Action<StreamSignal> changed, Action missed, Action listening, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
