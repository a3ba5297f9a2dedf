using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>Signals between the instances: some get lost, some come twice.</summary>
internal sealed class SimulatedSignals(Random random) : IStreamSignals
{
    private readonly List<Action<StreamSignal>> listeners = [];

    public void Send(StreamSignal signal)
    {
        foreach (var listener in listeners)
        {
            for (var copies = random.Next(3); copies > 0; copies--)
            {
                listener(signal);
            }
        }
    }

    public void Listen(Action<StreamSignal> changed) => listeners.Add(changed);

    public void Attend(StreamId stream)
    {
        // All are heard, or none.
    }

    public void Leave(StreamId stream)
    {
        // All are heard, or none.
    }

    public Task ListenAsync(Action<StreamSignal> changed, Action missed, CancellationToken cancellationToken) => throw new NotSupportedException();
}
