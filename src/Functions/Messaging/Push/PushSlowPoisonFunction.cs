using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Messaging.Push;
using Serverless.Core.Storage;

namespace Serverless.Functions.Messaging.Push;

/// <summary>Drains the poison queue of <see cref="PushSlowFunction"/>: what a lost wake-up leaves asleep, the sweep finds.</summary>
public sealed class PushSlowPoisonFunction(PoisonMessages poison)
{
    [Function("PushSlowPoison")]
    public Task RunAsync([QueueTrigger(PushQueues.Slow + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken)
    {
        poison.Record(PushQueues.Slow, message);
        return Task.CompletedTask;
    }
}
