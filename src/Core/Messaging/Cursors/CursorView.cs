using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>The messages that commands may have to know, as far as they were loaded.</summary>
internal sealed class CursorView(LogEntryCache cache, CursorTarget target)
{
    /// <summary>Messages that are loaded beyond one that was asked for, because what follows is likely to be asked for next.</summary>
    private const int Ahead = 200;

    private readonly SortedList<long, LogEntry> entries = [];
    private LogEntry? last;

    public StoredMessage? Find(long number)
    {
        if (last is null || number < last.FirstSequence || number >= last.Next)
        {
            last = EntryOf(number);
        }

        return last?.Messages[(int)(number - last.FirstSequence)];
    }

    public MessageFacts? Facts(long number) => Find(number) is { Content: var content }
        ? new MessageFacts(target.Rules.IsOrdered ? OrderingKeys.Of(content.OrderingKey) : 0, target.Admits(content), content.Bytes)
        : null;

    /// <summary>Loads messages, and some that follow the last of them.</summary>
    /// <param name="numbers">In their order.</param>
    /// <param name="most">How many messages will be delivered at most.</param>
    /// <param name="next">The stream's next number.</param>
    /// <returns>Whether anything was loaded that was not known.</returns>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public async Task<bool> TryLoadAsync(IReadOnlyCollection<long> numbers, int most, long next)
    {
        var isLoaded = false;
        foreach (var number in numbers.Where(number => number < next))
        {
            isLoaded |= Find(number) is null && await LoadAsync(number) is not null;
        }

        var end = Math.Min(next, numbers.Last() + Math.Clamp(most, 1, Ahead));
        for (var entry = EntryOf(numbers.Last()); entry is not null && entry.Next < end;)
        {
            entry = EntryOf(entry.Next) ?? await LoadAsync(entry.Next);
        }

        return isLoaded;
    }

    private async Task<LogEntry?> LoadAsync(long number)
    {
        if (await cache.FindAsync(target.Id.Stream, number) is not { } entry)
        {
            return null;
        }

        return entries[entry.FirstSequence] = entry;
    }

    private LogEntry? EntryOf(long number)
    {
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = entries.Keys[middle] <= number ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && number < entries.Values[low - 1].Next ? entries.Values[low - 1] : null;
    }
}
