using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>A subscription's own dead letters that were not replayed.</summary>
public sealed class DeadLetterList(IMessageLog log, ICursorStore cursors, LogEntryCache entries, CursorClient reader)
{
    /// <summary>The list from a number on.</summary>
    /// <param name="limit">At most so many.</param>
    /// <inheritdoc cref="CursorLanes.RunAsync"/>
    public async Task<DeadLetterPage> ListAsync(Subscription subscription, long from, int limit, CancellationToken cancellationToken)
    {
        var target = DeadLetterStream.TargetOf(subscription.Id);
        var head = (await log.FindHeadAsync(target.Id.Stream, cancellationToken)).Head;
        var state = (await cursors.FindAsync(target.Id, cancellationToken))?.State;
        var letters = new List<DeadLetter>();
        var number = Math.Max(Math.Max(from, head.Low), state?.Floor ?? StreamHead.FirstNumber);
        for (; number < head.Next && letters.Count < limit; number++)
        {
            if (state?.IsDone(number) != true && await entries.FindAsync(target.Id.Stream, number) is { } entry)
            {
                var message = entry.Messages[(int)(number - entry.FirstSequence)];
                letters.Add(new DeadLetter(number.ToString(System.Globalization.CultureInfo.InvariantCulture), message));
            }
        }

        return new DeadLetterPage(letters, number < head.Next ? number : null);
    }

    /// <summary>Everything below was replayed or trimmed.</summary>
    /// <inheritdoc cref="CursorLanes.RunAsync"/>
    public async Task<long> FindFloorAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var id = DeadLetterStream.TargetOf(subscription.Id).Id;
        var floor = (await cursors.FindAsync(id, cancellationToken))?.State.Floor ?? StreamHead.FirstNumber;
        return Math.Max(floor, (await log.FindHeadAsync(id.Stream, cancellationToken)).Head.Low);
    }

    /// <summary>Moves what failed for the last time into the list, as far as nobody has done it by pulling.</summary>
    /// <inheritdoc cref="CursorLanes.RunAsync"/>
    public async Task CollectAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken)
    {
        foreach (var stream in topic.Streams())
        {
            await reader.RunAsync(subscription, stream, [new CursorCommand.Observe()], cancellationToken);
        }
    }
}
