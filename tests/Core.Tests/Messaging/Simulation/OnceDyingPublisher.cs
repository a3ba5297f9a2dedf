using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: the id of a dead letter does not say which delivery it was, so that a message dies once in ten minutes at most.</summary>
internal sealed class OnceDyingPublisher(IPublisher inner) : IPublisher
{
    public Task<IReadOnlyList<PublishResult>> PublishAsync(Topic topic, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken) =>
        inner.PublishAsync(topic, [.. messages.Select(message => message with { Id = message.Id![..message.Id!.LastIndexOf('/')] })], cancellationToken);
}
