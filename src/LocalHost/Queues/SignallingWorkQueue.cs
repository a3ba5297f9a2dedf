using Serverless.Core.Storage;

namespace Serverless.LocalHost.Queues;

/// <summary>Tells the triggers of this process of what it sends, so that they need not wait for their next poll.</summary>
public sealed class SignallingWorkQueue(IWorkQueue queue, QueueSignal signal) : IWorkQueue
{
    public async Task SendAsync(string name, string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        await queue.SendAsync(name, message, delay, cancellationToken);
        if (delay <= TimeSpan.Zero)
        {
            signal.Raise(name);
        }
    }
}
