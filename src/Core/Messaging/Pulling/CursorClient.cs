using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Runs commands on a subscription's cursors, and dead-letters what they found exhausted.</summary>
public sealed class CursorClient(CursorLanes lanes, DeadLetterer deadLetterer)
{
    /// <exception cref="SubscriptionGoneException">There is no such cursor, or none any more.</exception>
    /// <inheritdoc cref="CursorLanes.RunAsync"/>
    public async Task<CursorAnswer> RunAsync(
        Subscription subscription, StreamId stream, IReadOnlyList<CursorCommand> commands, CancellationToken cancellationToken)
    {
        var target = CursorTarget.Of(subscription, stream);
        var answer = await lanes.RunAsync(target, commands, cancellationToken);
        if (answer.State is null)
        {
            throw new SubscriptionGoneException(target.Id);
        }

        await deadLetterer.MoveAsync(subscription, stream, answer);
        return answer;
    }
}
