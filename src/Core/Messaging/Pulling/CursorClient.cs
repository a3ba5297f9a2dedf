using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>
/// Runs commands on a subscription's cursors, dead-letters what they found exhausted, and wakes those who wait for what
/// became deliverable: a key that is free again, a message that was given back, a place that was sought.
/// </summary>
public sealed class CursorClient(CursorWriters writers, DeadLetterer deadLetterer, IStreamSignals signals, IEndpointWakeUps endpoints)
{
    /// <summary>Runs commands of whoever does not deliver to the subscription's endpoint.</summary>
    /// <exception cref="SubscriptionGoneException">There is no such cursor, or none any more.</exception>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<CursorAnswer> RunAsync(
        Subscription subscription, StreamId stream, IReadOnlyList<CursorCommand> commands, CancellationToken cancellationToken)
    {
        var (answer, wakes) = await RunAsync(CursorTarget.Of(subscription, stream), subscription, commands, cancellationToken);
        if (wakes && subscription.Delivery is Delivery.Push)
        {
            endpoints.Wake(subscription, stream);
        }
        else if (wakes)
        {
            signals.Send(new StreamSignal(stream, SubscriptionId: subscription.Id));
        }

        return answer;
    }

    /// <summary>Runs commands of the worker that delivers to the subscription's endpoint, which looks again by itself.</summary>
    /// <returns><see cref="CursorAnswer.NoCursor"/> when there is no such cursor: whoever delivers to what is gone has nothing to do.</returns>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<CursorAnswer> RunForEndpointAsync(
        Subscription subscription, StreamId stream, IReadOnlyList<CursorCommand> commands, CancellationToken cancellationToken)
    {
        try
        {
            return (await RunAsync(CursorTarget.Of(subscription, stream), subscription, commands, cancellationToken)).Answer;
        }
        catch (SubscriptionGoneException)
        {
            return CursorAnswer.NoCursor;
        }
    }

    private async Task<(CursorAnswer Answer, bool Wakes)> RunAsync(
        CursorTarget target, Subscription subscription, IReadOnlyList<CursorCommand> commands, CancellationToken cancellationToken)
    {
        var answer = await writers.RunAsync(target, commands, cancellationToken);
        if (answer.State is null)
        {
            throw new SubscriptionGoneException(target.Id);
        }

        return (answer, await deadLetterer.MoveAsync(subscription, target.Id.Stream, answer) | answer.Wakes);
    }
}
