using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Reads how a subscription is doing.</summary>
public sealed class SubscriptionStatsReader(CursorClient reader, DeadLetterList letters, LogEntryCache entries, TimeProvider time)
{
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<SubscriptionStats> ReadAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken)
    {
        var (stats, age) = await ReadBacklogAsync(topic, subscription, cancellationToken);
        return stats with { OldestUnacknowledgedAge = age, DeadLettered = await letters.CountAsync(subscription, cancellationToken) };
    }

    /// <summary>The same but for dead letters, with the age of the oldest message that is not done.</summary>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<(SubscriptionStats Stats, TimeSpan? OldestAge)> ReadBacklogAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken)
    {
        var stats = new SubscriptionStats(0, null, 0, 0, 0, false, subscription.Paused);
        DateTimeOffset? oldest = null;
        foreach (var stream in topic.Streams())
        {
            var answer = await reader.RunAsync(subscription, stream, [new CursorCommand.Observe()], cancellationToken);
            if (answer is { State: { } state, Head: { } head })
            {
                stats = Add(stats, state, head);
                oldest = state.LowestUndone < head.Next && await entries.FindAsync(stream, state.LowestUndone) is { } entry && !(oldest <= entry.CommittedAt)
                    ? entry.CommittedAt
                    : oldest;
            }
        }

        var age = time.GetUtcNow() - oldest;
        return (stats, age < TimeSpan.Zero ? TimeSpan.Zero : age);
    }

    private static SubscriptionStats Add(SubscriptionStats stats, CursorState state, StreamHead head) => stats with
    {
        Backlog = stats.Backlog + state.Undone + Math.Max(0, head.Next - state.Next),
        Outstanding = stats.Outstanding + state.Outstanding.Count,
        Parked = stats.Parked + state.ParkedCount,
        DeadLetteredTotal = stats.DeadLetteredTotal + state.DeadLettered,
        ExpiredUnacknowledged = stats.ExpiredUnacknowledged + state.ExpiredUnacknowledged,
        WindowFull = stats.WindowFull || (state.IsFull && state.Next < head.Next),
    };
}
