using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Runs commands on a subscription's cursors, and dead-letters what they found exhausted.</summary>
public sealed class CursorClient(CursorLanes lanes, DeadLetterer deadLetterer)
{
    /// <inheritdoc cref="CursorLanes.RunAsync"/>
    public async Task<CursorAnswer> RunAsync(
        Subscription subscription, StreamId stream, IReadOnlyList<CursorCommand> commands, CancellationToken cancellationToken)
    {
        var answer = await lanes.RunAsync(CursorTarget.Of(subscription, stream), commands, cancellationToken);
        await deadLetterer.MoveAsync(subscription, stream, answer);
        return answer;
    }
}
