using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Storage;

namespace Serverless.Functions.Messaging.Push;

/// <summary>Drains the poison queue of <see cref="FanOutFunction"/>: what a lost wake-up leaves asleep, the sweep finds.</summary>
public sealed class FanOutPoisonFunction(PoisonMessages poison)
{
    [Function("FanOutPoison")]
    public Task RunAsync([QueueTrigger(FanOutQueue.Name + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken)
    {
        poison.Record(FanOutQueue.Name, message);
        return Task.CompletedTask;
    }
}
