using Serverless.Core.Storage;

namespace Serverless.LocalHost.Queues;

/// <summary>Tells the triggers of this process of what it sends, so that they need not wait for their next poll.</summary>
public sealed class SignallingWorkQueue(IWorkQueue inner, QueueSignal signal) : IWorkQueue
{
    public async Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        await inner.SendAsync(queue, message, delay, cancellationToken);
        if (delay <= TimeSpan.Zero)
        {
            signal.Raise(queue);
        }
    }
}
