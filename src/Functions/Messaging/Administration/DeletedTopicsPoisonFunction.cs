using Microsoft.Azure.Functions.Worker;
using Serverless.Core.Messaging.Administration;
using Serverless.Core.Storage;

namespace Serverless.Functions.Messaging.Administration;

/// <summary>Drains the poison queue of <see cref="PurgeDeletedTopicFunction"/>: what is still to be removed, <see cref="FindDeletedTopicsFunction"/> finds again.</summary>
public sealed class DeletedTopicsPoisonFunction(PoisonMessages poison)
{
    [Function("DeletedTopicsPoison")]
    public Task RunAsync([QueueTrigger(DeletedTopics.Queue + PoisonMessages.Suffix)] string message, CancellationToken cancellationToken)
    {
        poison.Record(DeletedTopics.Queue, message);
        return Task.CompletedTask;
    }
}
