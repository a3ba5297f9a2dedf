using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging;

/// <summary>Keeps which streams were told of.</summary>
public sealed class RecordingSignals : IStreamSignals
{
    public List<StreamId> Sent { get; } = [];

    public void Send(StreamId stream)
    {
        lock (Sent)
        {
            Sent.Add(stream);
        }
    }

    public Task ListenAsync(Action<StreamId> changed, Action missed, Action listening, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
