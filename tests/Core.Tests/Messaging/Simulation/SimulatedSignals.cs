using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>Signals between the instances: some get lost, some come twice.</summary>
internal sealed class SimulatedSignals(Random random) : IStreamSignals
{
    private readonly List<Action<StreamId>> listeners = [];

    public void Send(StreamId stream)
    {
        foreach (var listener in listeners)
        {
            for (var copies = random.Next(3); copies > 0; copies--)
            {
                listener(stream);
            }
        }
    }

    public void Listen(Action<StreamId> changed) => listeners.Add(changed);

    public Task ListenAsync(Action<StreamId> changed, Action missed, Action listening, CancellationToken cancellationToken) => throw new NotSupportedException();
}
