using Microsoft.Azure.Functions.Worker;
using Serverless.LocalHost.Queues;

namespace Serverless.LocalHost.Triggers.Queues;

/// <summary>Runs a queue function for a message and decides what becomes of the message.</summary>
internal sealed partial class MessageProcessor(
    FunctionDescriptor<QueueTriggerAttribute> function, QueueSettings settings, ITriggerQueue queue, IServiceScopeFactory scopes, TimeProvider time, ILogger logger)
{
    private readonly BackgroundFunction code = BackgroundFunction.Of(function, scopes);
    private readonly MessageSettlement settlement = new(queue, settings, time, logger);
    private readonly bool hasPoisonQueue = !function.Trigger.QueueName.EndsWith(MessageSettlement.PoisonSuffix, StringComparison.Ordinal);
    private readonly Func<LeasedMessage, object> convert =
        MessageValue.Converter(function.TriggerParameter.ParameterType) ?? throw function.Refusal("must take a string, BinaryData or QueueMessage");

    /// <summary>Never throws.</summary>
    public async Task ProcessAsync(LeasedMessage message, CancellationToken stopping) =>
        await settlement.RunAsync(await OutcomeAsync(message, stopping), message, stopping);

    private async Task<Func<LeasedMessage, Task>> OutcomeAsync(LeasedMessage message, CancellationToken stopping)
    {
        // A process that dies in the last try leaves a message that was tried often enough without failing.
        if (hasPoisonQueue && message.DequeueCount > settings.MaxDequeueCount)
        {
            return settlement.MoveToPoisonAsync;
        }

        if (stopping.IsCancellationRequested)
        {
            return settlement.PutBackAsync;
        }

        if (await TryRunAsync(message, stopping))
        {
            return settlement.DeleteAsync;
        }

        return hasPoisonQueue && message.DequeueCount == settings.MaxDequeueCount ? settlement.MoveToPoisonAsync : settlement.ReleaseAsync;
    }

    private async Task<bool> TryRunAsync(LeasedMessage message, CancellationToken stopping)
    {
        await using var renewal = new LeaseRenewal(message, queue, time, logger);
        try
        {
            await code.RunAsync(convert(message), stopping);
            return true;
        }
        catch (Exception exception)
        {
            LogFailed(exception, function.Name, message.Id, message.Queue, message.DequeueCount);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Function {Function} failed on message {Id} of queue {Queue}, try {DequeueCount}")]
    private partial void LogFailed(Exception exception, string function, string id, string queue, int dequeueCount);
}
