namespace Serverless.Core.Messaging.Cursors;

/// <summary>The ordering keys of everything that is out or parked: of each, only the lowest message may be delivered.</summary>
/// <param name="likely">How many there will be.</param>
internal sealed class HeldKeys(int likely)
{
    private readonly Dictionary<uint, long> heads = new(likely);

    /// <summary>False where the key of some message is not known yet, so that nothing can be said.</summary>
    public bool AreKnown { get; private set; } = true;

    /// <param name="missing">Gets the messages whose keys are not known.</param>
    /// <param name="more">How many messages are likely to be delivered.</param>
    public static HeldKeys Of(CursorBuilder draft, CursorContext context, SortedSet<long> missing, int more)
    {
        var (keys, log) = (new HeldKeys(draft.OutstandingCount + draft.Parked.Count + more), context.Log!);
        foreach (var message in draft.Outstanding)
        {
            if (keys.Add(message.Number, message.Key, log, missing) is { } found && found != message.Key)
            {
                draft.Lease(message with { Key = found });
            }
        }

        foreach (var message in draft.Parked)
        {
            if (keys.Add(message.Number, message.Key, log, missing) is { } found && found != message.Key)
            {
                draft.Park(message with { Key = found });
            }
        }

        foreach (var page in draft.Pages)
        {
            foreach (var message in context.Pages[page.Id].Where(message => message.Number <= page.Highest && message.Number >= log.Low))
            {
                keys.Add(message.Number, message.Key, log, missing);
            }
        }

        return keys;
    }

    public bool Holds(uint key) => heads.ContainsKey(key);

    public bool IsHead(uint key, long number) => heads.TryGetValue(key, out var head) && head == number;

    public void Hold(uint key, long number) => heads[key] = heads.TryGetValue(key, out var head) ? Math.Min(head, number) : number;

    /// <returns>The message's key; null when it is not known.</returns>
    private uint? Add(long number, uint key, StreamView log, SortedSet<long> missing)
    {
        // Of what was delivered before the subscription was ordered, the key was not kept.
        if (key == 0)
        {
            if (log.Facts(number) is not { } facts)
            {
                missing.Add(number);
                AreKnown = false;
                return null;
            }

            key = facts.Key;
        }

        Hold(key, number);
        return key;
    }
}
