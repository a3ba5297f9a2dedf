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

    public Task ListenAsync(Action<StreamSignal> changed, Action missed, Action listening, CancellationToken cancellationToken) => throw new NotSupportedException();
}
