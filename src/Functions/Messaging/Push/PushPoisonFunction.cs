using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Storage;

namespace Serverless.Functions.Messaging.Push;

/// <summary>Drains the poison queue of <see cref="PushFunction"/>: what a lost wake-up leaves asleep, the sweep finds.</summary>
public sealed class PushPoisonFunction(PoisonMessages poison)
{
    [Function("PushPoison")]
    public Task RunAsync([QueueTrigger(PushQueues.Normal + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken)
    {
        poison.Record(PushQueues.Normal, message);
        return Task.CompletedTask;
    }
}
