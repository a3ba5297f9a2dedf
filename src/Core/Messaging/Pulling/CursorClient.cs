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
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<CursorAnswer> RunAsync(
        Subscription subscription, StreamId stream, IReadOnlyList<CursorCommand> commands, CancellationToken cancellationToken)
    {
        var answer = await writers.RunAsync(CursorTarget.Of(subscription, stream), commands, cancellationToken);
        var hasFreed = await deadLetterer.MoveAsync(subscription, stream, answer);
        if (!answer.Wakes && !hasFreed)
        {
            return answer;
        }

        if (subscription.Delivery is Delivery.Push)
        {
            endpoints.Wake(subscription, stream);
        }
        else
        {
            signals.Send(new StreamSignal(stream, SubscriptionId: subscription.Id));
        }

        return answer;
    }

    /// <summary>Runs commands of the worker that delivers to the subscription's endpoint, which looks again by itself.</summary>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<CursorAnswer> RunForEndpointAsync(
        Subscription subscription, StreamId stream, IReadOnlyList<CursorCommand> commands, CancellationToken cancellationToken)
    {
        var answer = await writers.RunAsync(CursorTarget.Of(subscription, stream), commands, cancellationToken);
        await deadLetterer.MoveAsync(subscription, stream, answer);
        return answer;
    }
}
