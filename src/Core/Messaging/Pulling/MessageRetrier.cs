using System.Collections.Immutable;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>Has messages delivered now that failed, or were given back, and wait for the time of their next attempt.</summary>
public sealed class MessageRetrier(CursorClient client, ICursorStore cursors, LogEntryCache entries, IEndpointWakeUps endpoints, TimeProvider time)
{
    /// <summary>Ids in a request.</summary>
    public const int MaxIds = 100;

    /// <summary>So many waiting messages of a stream are looked through for an id, the oldest.</summary>
    public const int MaxLookedAt = 10_000;

    /// <summary>Commands on a cursor in one request, and looks at one that changes meanwhile: others may be at it too.</summary>
    private const int MaxCommands = 100;

    private const int MaxLooks = 3;

    /// <summary>Makes everything due that waits for a time.</summary>
    /// <returns>How many messages waited.</returns>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<int> RetryAllAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken)
    {
        var made = 0;
        foreach (var stream in topic.Streams())
        {
            made += (await MakeDueAsync(subscription, stream, null, cancellationToken)).Count;
        }

        Wake(topic, subscription, made);
        return made;
    }

    /// <summary>Makes the messages due that were published with some ids.</summary>
    /// <param name="ids">1-<see cref="MaxIds"/>.</param>
    /// <returns>How many messages waited, and the ids of which none did.</returns>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public async Task<(int Retried, IReadOnlyList<string> NotWaiting)> RetryAsync(
        Topic topic, Subscription subscription, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var (made, found) = (0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var stream in topic.Streams())
        {
            var wanted = await FindAsync(subscription, stream, ids.ToHashSet(StringComparer.Ordinal), cancellationToken);
            if (wanted.Count > 0)
            {
                var numbers = await MakeDueAsync(subscription, stream, [.. wanted.Keys], cancellationToken);
                made += numbers.Count;
                found.UnionWith(numbers.Select(number => wanted[number]));
            }
        }

        Wake(topic, subscription, made);
        return (made, [.. ids.Distinct(StringComparer.Ordinal).Where(id => !found.Contains(id))]);
    }

    private async Task<HashSet<long>> MakeDueAsync(Subscription subscription, StreamId stream, ImmutableArray<long>? numbers, CancellationToken cancellationToken)
    {
        var (made, last, page) = (new HashSet<long>(), long.MaxValue, (long?)0);
        for (var commands = 0; page is { } first && commands < MaxCommands; commands++)
        {
            var answer = await client.RunAsync(subscription, stream, [new CursorCommand.MakeDue(numbers, first, last)], cancellationToken);
            made.UnionWith(answer.Results[0].MadeDue);
            page = answer.Results[0].NextPage;
            // Pages that are made from here on hold what was due, or failed again.
            last = last == long.MaxValue ? answer.State!.LastPage : last;
        }

        return made;
    }

    /// <summary>What waits in a stream of the messages with some ids, by number.</summary>
    private async Task<Dictionary<long, string>> FindAsync(Subscription subscription, StreamId stream, HashSet<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, string>();
        foreach (var number in await WaitingAsync(subscription, stream, cancellationToken))
        {
            if (await entries.FindAsync(stream, number) is { } entry && entry.Messages[(int)(number - entry.FirstSequence)].Id is var id && ids.Contains(id))
            {
                found[number] = id;
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<long>> WaitingAsync(Subscription subscription, StreamId stream, CancellationToken cancellationToken)
    {
        for (var looks = 1; ; looks++)
        {
            var answer = await client.RunAsync(subscription, stream, [new CursorCommand.Observe()], cancellationToken);
            var (waiting, isWhole) = await ParkedAsync(new CursorId(subscription.Id, stream), answer.State!, cancellationToken);
            if (isWhole || looks == MaxLooks)
            {
                var now = time.GetUtcNow();
                return [.. waiting.Where(message => !message.IsExhausted && message.NotBefore > now).Select(message => message.Number).Distinct().Order().Take(MaxLookedAt)];
            }
        }
    }

    private async Task<(IReadOnlyList<ParkedMessage> Parked, bool IsWhole)> ParkedAsync(CursorId id, CursorState state, CancellationToken cancellationToken)
    {
        var parked = new List<ParkedMessage>(state.Parked);
        foreach (var page in state.Pages)
        {
            if (await cursors.FindPageAsync(id, page.Id, cancellationToken) is not { } messages)
            {
                // It belongs to an older cursor: what it held is elsewhere.
                return (parked, false);
            }

            parked.AddRange(messages.Where(message => message.Number <= page.Highest));
        }

        return (parked, true);
    }

    // An endpoint that is left alone for a while is tried at once: that is what was asked for.
    private void Wake(Topic topic, Subscription subscription, int made)
    {
        if (made > 0 && subscription.Delivery is Delivery.Push)
        {
            endpoints.WakeAtOnce(subscription, topic.Shards);
        }
    }
}
