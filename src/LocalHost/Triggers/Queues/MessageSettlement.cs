using Serverless.LocalHost.Queues;

namespace Serverless.LocalHost.Triggers.Queues;

/// <summary>Stores what becomes of a message after its function ran, however long the store takes to answer.</summary>
internal sealed partial class MessageSettlement(ITriggerQueue queue, QueueSettings settings, TimeProvider time, ILogger logger)
{
    public const string PoisonSuffix = "-poison";

    public async Task DeleteAsync(LeasedMessage message) => await queue.TryDeleteAsync(message, CancellationToken.None);

    /// <summary>Makes the message visible after the delay that follows a failure.</summary>
    public async Task ReleaseAsync(LeasedMessage message) => await queue.TryExtendAsync(message, settings.VisibilityTimeout, CancellationToken.None);

    /// <summary>Makes the message visible at once.</summary>
    public async Task PutBackAsync(LeasedMessage message) => await queue.TryExtendAsync(message, TimeSpan.Zero, CancellationToken.None);

    public async Task MoveToPoisonAsync(LeasedMessage message)
    {
        var poisonQueue = message.Queue + PoisonSuffix;
        if (await queue.TryMoveAsync(message, poisonQueue, CancellationToken.None))
        {
            LogPoisoned(message.Id, message.DequeueCount, poisonQueue);
        }
    }

    /// <summary>Repeats one of the above until the store answers, or the host stops and the lease's end has to do. Never throws.</summary>
    public async Task RunAsync(Func<LeasedMessage, Task> outcome, LeasedMessage message, CancellationToken stopping)
    {
        var backoff = new StoreBackoff(time);
        while (!await TryAsync(outcome, message) && !stopping.IsCancellationRequested)
        {
            // The stop ends the wait, for one last attempt.
            await Task.WhenAny(backoff.WaitAsync(stopping));
        }
    }

    private async Task<bool> TryAsync(Func<LeasedMessage, Task> outcome, LeasedMessage message)
    {
        try
        {
            await outcome(message);
            return true;
        }
        catch (Exception exception)
        {
            LogFailed(exception, message.Id, message.Queue);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Message {Id} was tried {DequeueCount} times and moved to queue {PoisonQueue}")]
    private partial void LogPoisoned(string id, int dequeueCount, string poisonQueue);

    [LoggerMessage(LogLevel.Error, "The outcome of message {Id} of queue {Queue} could not be stored")]
    private partial void LogFailed(Exception exception, string id, string queue);
}
