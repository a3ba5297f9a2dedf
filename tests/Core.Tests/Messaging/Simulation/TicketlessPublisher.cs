using System.Globalization;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: nobody can tell that a message has been moved before.</summary>
internal sealed class TicketlessPublisher(IPublisher inner) : IPublisher
{
    private static int tickets;

    public Task<IReadOnlyList<PublishResult>> PublishAsync(Topic topic, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken) =>
        inner.PublishAsync(
            topic,
            [.. messages.Select(message => message with { Ticket = string.Create(CultureInfo.InvariantCulture, $"~{Interlocked.Increment(ref tickets)}") })],
            cancellationToken);
}
