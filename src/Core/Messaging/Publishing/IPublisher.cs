using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Publishing;

/// <summary>Puts messages into the log. An interface, so that dead-lettering can be tested without a log.</summary>
public interface IPublisher
{
    /// <summary>Publishes messages and answers when every one is durable or has failed. Over several streams it is not atomic.</summary>
    /// <returns>A result for each message, in their order.</returns>
    Task<IReadOnlyList<PublishResult>> PublishAsync(Topic topic, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken);
}
