using System.Globalization;
using System.Security.Cryptography;
using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Messaging.DeadLetters;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>
/// Takes dead letters off their list. Either they are delivered again, to their subscription alone: each is published into the
/// topic with the subscription as its recipient, and then counts as replayed; killed in between, a repetition within 10 minutes
/// publishes nothing twice. Or they are discarded. A page of the list is in memory at a time.
/// </summary>
public sealed class DeadLetterReplay(
    DeadLetterList list, IPublisher publisher, ICursorStore cursors, CursorWriters writers, RandomNumberGenerator random, TimeProvider time)
{
    /// <summary>So many dead letters are replayed or discarded by one request.</summary>
    public const int MaxLetters = 10_000;

    private const int PageSize = 100;

    /// <summary>Replays the oldest dead letters, up to <see cref="MaxLetters"/>.</summary>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public Task<ReplayResult> ReplayAllAsync(Topic topic, Subscription subscription, CancellationToken cancellationToken) =>
        TakeAllAsync(subscription, letters => PublishAsync(topic, subscription, letters), cancellationToken);

    /// <summary>Discards the oldest dead letters, up to <see cref="MaxLetters"/>.</summary>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public Task<ReplayResult> DiscardAllAsync(Subscription subscription, CancellationToken cancellationToken) => TakeAllAsync(subscription, DiscardAsync, cancellationToken);

    private async Task<ReplayResult> TakeAllAsync(Subscription subscription, TakeLetters take, CancellationToken cancellationToken)
    {
        var wanted = await list.CountAsync(subscription, cancellationToken);
        var (seen, taken) = (0, 0);
        await foreach (var page in PagesAsync(subscription, cancellationToken))
        {
            var letters = page.Take((int)Math.Min(MaxLetters, wanted) - seen).ToArray();
            seen += letters.Length;
            taken += await TakeAsync(subscription, letters, take);
            if (seen >= Math.Min(MaxLetters, wanted))
            {
                break;
            }
        }

        return new ReplayResult(taken, wanted - taken);
    }

    /// <summary>Replays dead letters by the ids that their messages were published with, or by their numbers in the list.</summary>
    /// <returns>Null when an id is none of the list's; nothing is replayed then.</returns>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public Task<ReplayResult?> ReplayAsync(Topic topic, Subscription subscription, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        TakeAsync(subscription, ids, letters => PublishAsync(topic, subscription, letters), cancellationToken);

    /// <summary>Discards dead letters by the ids that their messages were published with, or by their numbers in the list.</summary>
    /// <returns>Null when an id is none of the list's; nothing is discarded then.</returns>
    /// <inheritdoc cref="CursorWriters.RunAsync"/>
    public Task<ReplayResult?> DiscardAsync(Subscription subscription, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        TakeAsync(subscription, ids, DiscardAsync, cancellationToken);

    private async Task<ReplayResult?> TakeAsync(Subscription subscription, IReadOnlyList<string> ids, TakeLetters take, CancellationToken cancellationToken)
    {
        if (await FindNumbersAsync(subscription, ids, cancellationToken) is not { } numbers)
        {
            return null;
        }

        var (taken, from) = (0, numbers.Min);
        while (numbers.GetViewBetween(from, long.MaxValue) is { Count: > 0 } left)
        {
            var page = await list.ListAsync(subscription, left.Min, PageSize, cancellationToken);
            taken += await TakeAsync(subscription, [.. page.Letters.Where(letter => numbers.Contains(letter.Message.Sequence))], take);
            from = page.Next ?? long.MaxValue;
        }

        return new ReplayResult(taken, numbers.Count - taken);
    }

    internal static System.Collections.Immutable.ImmutableArray<byte> NewKey(RandomNumberGenerator random)
    {
        var key = new byte[CursorLimits.AckKeyBytes];
        random.GetBytes(key);
        return [.. key];
    }

    /// <summary>Where the list has letters of these ids; null when it has none of one.</summary>
    private async Task<SortedSet<long>?> FindNumbersAsync(Subscription subscription, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var byNumber = new Dictionary<string, long>(StringComparer.Ordinal);
        var (numbers, found) = (new SortedSet<long>(), new HashSet<string>(StringComparer.Ordinal));
        await foreach (var page in PagesAsync(subscription, cancellationToken))
        {
            foreach (var message in page.Select(letter => letter.Message))
            {
                var number = message.Sequence.ToString(CultureInfo.InvariantCulture);
                if (wanted.Contains(message.Id))
                {
                    numbers.Add(message.Sequence);
                    found.Add(message.Id);
                }
                else if (wanted.Contains(number))
                {
                    byNumber[number] = message.Sequence;
                }
            }
        }

        // An id comes before a number that is written alike.
        foreach (var (text, number) in byNumber.Where(pair => found.Add(pair.Key)))
        {
            numbers.Add(number);
        }

        return found.Count == wanted.Count ? numbers : null;
    }

    private async IAsyncEnumerable<IReadOnlyList<DeadLetter>> PagesAsync(
        Subscription subscription, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long? from = StreamHead.FirstNumber; from is { } next;)
        {
            var page = await list.ListAsync(subscription, next, PageSize, cancellationToken);
            yield return page.Letters;
            from = page.Next;
        }
    }

    /// <summary>Counts letters as taken that were dealt with, as far as the list's cursor reaches.</summary>
    private async Task<int> TakeAsync(Subscription subscription, DeadLetter[] letters, TakeLetters take)
    {
        if (letters.Length == 0)
        {
            return 0;
        }

        var target = DeadLetterStream.TargetOf(subscription.Id);
        await cursors.TryAddAsync(target.Id, CursorState.StartAt(StreamHead.FirstNumber, NewKey(random), time.GetUtcNow()), CancellationToken.None);
        var floor = await list.FindFloorAsync(subscription, CancellationToken.None);
        var numbers = await take([.. letters.Where(letter => letter.Message.Sequence - floor < DeadLetterStream.Window)]);
        if (numbers.Length > 0)
        {
            await writers.RunAsync(target, [new CursorCommand.Remove([.. numbers], DeadLetterStream.Window)], CancellationToken.None);
        }

        return numbers.Length;
    }

    private async Task<long[]> PublishAsync(Topic topic, Subscription subscription, DeadLetter[] letters)
    {
        var stream = DeadLetterStream.TargetOf(subscription.Id).Id.Stream;
        var messages = letters.Select(letter => new NewMessage(
            RecipientAttribute.AddTo(DeadLetterAttributes.Remove(letter.Stored), subscription.Id), $"{stream}/{letter.Message.Sequence}"));
        var results = await publisher.PublishAsync(topic, [.. messages], CancellationToken.None);
        return [.. letters.Where((_, i) => results[i].IsStored).Select(letter => letter.Message.Sequence)];
    }

    private static Task<long[]> DiscardAsync(DeadLetter[] letters) => Task.FromResult(letters.Select(letter => letter.Message.Sequence).ToArray());

    /// <summary>Deals with letters, and answers with the numbers of those that are not to be in the list any more.</summary>
    private delegate Task<long[]> TakeLetters(DeadLetter[] letters);
}
