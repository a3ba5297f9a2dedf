using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>The messages that a lease may have to know, loaded before the machine runs.</summary>
internal sealed class CursorView(LogEntryCache cache, CursorTarget target)
{
    /// <summary>Messages that one command looks at for the first time: a filter that lets little through must not hold up the others.</summary>
    private const int Budget = 2_000;

    private readonly SortedList<long, LogEntry> entries = [];
    private LogEntry? last;

    /// <summary>More was there than was looked at.</summary>
    public bool HasMore { get; private set; }

    public StoredMessage? Find(long number)
    {
        if (last is null || number < last.FirstSequence || number >= last.Next)
        {
            last = EntryOf(number);
        }

        return last?.Messages[(int)(number - last.FirstSequence)];
    }

    public MessageFacts? Facts(long number) =>
        Find(number) is { } message ? new MessageFacts(message.Content.OrderingKey ?? "", target.Admits(message.Content)) : null;

    /// <summary>Loads what a lease of <paramref name="max"/> messages may deliver, and for ordered subscriptions what comes before.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer.</exception>
    public async Task LoadAsync(CursorState state, StreamHead head, int max, DateTimeOffset now)
    {
        var unavailable = state.Outstanding.Where(message => message.Deadline > now).Select(message => message.Number)
            .Concat(state.Waiting.Where(message => message.IsExhausted || message.NotBefore > now).Select(message => message.Number)).ToHashSet();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var (looked, found) = (0, 0);
        for (var number = Math.Max(state.Floor, head.Low); number < head.Next && found < max; number++)
        {
            if (number - state.Floor >= CursorLimits.Window)
            {
                HasMore = true;
                return;
            }

            if (state.IsDone(number) || (!target.Rules.IsOrdered && unavailable.Contains(number)))
            {
                continue;
            }

            // Those below were looked at before and count no more: else a walk of many that wait would never get beyond them.
            HasMore = number >= state.Next && ++looked > Budget;
            if (HasMore || (!await TryLoadAsync(number) && number >= state.Next))
            {
                return;
            }

            found += Facts(number) is { IsWanted: true } facts && (!target.Rules.IsOrdered || keys.Add(facts.Key)) && !unavailable.Contains(number) ? 1 : 0;
        }
    }

    /// <summary>Loads one message.</summary>
    /// <inheritdoc cref="LoadAsync"/>
    public async Task<bool> TryLoadAsync(long number)
    {
        if (Find(number) is null && await cache.FindAsync(target.Id.Stream, number) is { } entry)
        {
            entries[entry.FirstSequence] = entry;
        }

        return Find(number) is not null;
    }

    private LogEntry? EntryOf(long number)
    {
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = entries.Keys[middle] <= number ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && number < entries.Values[low - 1].Next ? entries.Values[low - 1] : null;
    }
}
