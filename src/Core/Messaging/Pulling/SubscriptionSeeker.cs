using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Moves a subscription to another place of its topic, whatever it has done so far.</summary>
public sealed class SubscriptionSeeker(CursorClient reader, IMessageLog log, LogReader messages, LogEntryCache entries, TimeProvider time)
{
    /// <summary>Moves all cursors. Over several streams it is not atomic; repeating it completes it.</summary>
    /// <param name="to">The beginning, the end, or the first message of a time, which is not in the future.</param>
    /// <returns>The time of the first message that is delivered next; now when there is none.</returns>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<DateTimeOffset> SeekAsync(Topic topic, Subscription subscription, SubscriptionStart to, CancellationToken cancellationToken)
    {
        var landed = time.GetUtcNow();
        foreach (var stream in topic.Streams())
        {
            var number = await ResolveAsync(stream, to, cancellationToken);
            await reader.RunAsync(subscription, stream, [new CursorCommand.Observe(), new CursorCommand.Seek(number)], cancellationToken);
            if (await entries.FindAsync(stream, number) is { } entry && entry.CommittedAt < landed)
            {
                landed = entry.CommittedAt;
            }
        }

        return landed;
    }

    /// <summary>The number that a place means in a stream now.</summary>
    internal async Task<long> ResolveAsync(StreamId stream, SubscriptionStart to, CancellationToken cancellationToken) => to.Kind switch
    {
        StartKind.Latest => (await log.FindHeadAsync(stream, cancellationToken)).Head.Next,
        StartKind.Earliest => (await log.FindHeadAsync(stream, cancellationToken)).Head.Low,
        _ => await messages.FindSequenceAsync(stream, to.Time!.Value, cancellationToken),
    };
}
