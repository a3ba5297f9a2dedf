using Azure.Storage.Queues.Models;
using Serverless.LocalHost.Queues;

namespace Serverless.LocalHost.Triggers.Queues;

/// <summary>Turns a message into what a queue function takes: string, BinaryData or QueueMessage.</summary>
internal static class MessageValue
{
    /// <summary>The conversion to a type; null when functions can't take the type.</summary>
    public static Func<LeasedMessage, object>? Converter(Type type) => type switch
    {
        _ when type == typeof(string) => message => message.Body,
        _ when type == typeof(BinaryData) => message => BinaryData.FromString(message.Body),
        _ when type == typeof(QueueMessage) => ToQueueMessage,
        _ => null,
    };

    private static QueueMessage ToQueueMessage(LeasedMessage message) => QueuesModelFactory.QueueMessage(
        message.Id, message.Receipt, BinaryData.FromString(message.Body), message.DequeueCount, insertedOn: message.InsertedAt);
}
