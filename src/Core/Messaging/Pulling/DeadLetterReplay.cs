using System.Globalization;
using System.Security.Cryptography;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>
/// Lets dead letters be delivered again, to their subscription alone: each is published into the topic with the
/// subscription as its recipient, and then counts as replayed. Killed in between, a repetition within 10 minutes publishes
/// nothing twice.
/// </summary>
public sealed class DeadLetterReplay(
    DeadLetterList list, IPublisher publisher, ICursorStore cursors, CursorLanes lanes, RandomNumberGenerator random, TimeProvider time)
{
    private const int PageSize = 100;

    /// <summary>Replays dead letters by id; null for all that are in the list now.</summary>
    /// <returns>Null when an id is none of the list's.</returns>
    /// <inheritdoc cref="CursorLanes.RunAsync"/>
    public async Task<ReplayOutcome?> ReplayAsync(Topic topic, Subscription subscription, IReadOnlyList<string>? ids, CancellationToken cancellationToken)
    {
        var letters = ids is null ? await FindAllAsync(subscription, cancellationToken) : await FindAsync(subscription, ids, cancellationToken);
        if (letters is null)
        {
            return null;
        }

        var target = DeadLetterStream.TargetOf(subscription.Id);
        if (letters.Count > 0)
        {
            var start = CursorState.StartAt(StreamHead.FirstNumber, NewKey(random), time.GetUtcNow());
            await cursors.TryAddAsync(target.Id, start, cancellationToken);
        }

        var replayed = 0;
        foreach (var page in letters.Chunk(PageSize))
        {
            replayed += await ReplayAsync(topic, subscription, target, page);
        }

        return new ReplayOutcome(replayed, letters.Count - replayed);
    }

    internal static System.Collections.Immutable.ImmutableArray<byte> NewKey(RandomNumberGenerator random)
    {
        var key = new byte[CursorLimits.AckKeyBytes];
        random.GetBytes(key);
        return [.. key];
    }

    private async Task<List<DeadLetter>> FindAllAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var letters = new List<DeadLetter>();
        long? from = StreamHead.FirstNumber;
        while (from is not null)
        {
            var page = await list.ListAsync(subscription, from.Value, PageSize, cancellationToken);
            letters.AddRange(page.Letters);
            from = page.Next;
        }

        return letters;
    }

    private async Task<List<DeadLetter>?> FindAsync(Subscription subscription, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var letters = new List<DeadLetter>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || await list.ListAsync(subscription, number, 1, cancellationToken) is not { Letters: [var letter] }
                || letter.Id != id)
            {
                return null;
            }

            letters.Add(letter);
        }

        return letters;
    }

    private async Task<int> ReplayAsync(Topic topic, Subscription subscription, CursorTarget target, DeadLetter[] letters)
    {
        var window = DeadLetterStream.Window;
        var floor = await list.FindFloorAsync(subscription, CancellationToken.None);
        var within = letters.Where(letter => letter.Message.Sequence - floor < window).ToArray();
        var messages = within.Select(letter => new NewMessage(
            RecipientAttribute.AddTo(DeadLetterAttributes.Remove(letter.Message.Content), subscription.Id), $"{target.Id.Stream}/{letter.Id}"));
        var results = await publisher.PublishAsync(topic, [.. messages], CancellationToken.None);
        var published = within.Where((_, i) => results[i].IsStored).Select(letter => letter.Message.Sequence).ToArray();
        if (published.Length > 0)
        {
            await lanes.RunAsync(target, [new CursorCommand.Remove([.. published], window)], CancellationToken.None);
        }

        return published.Length;
    }
}
