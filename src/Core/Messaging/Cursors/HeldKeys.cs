namespace Serverless.Core.Messaging.Cursors;

/// <summary>The ordering keys of everything that is out or parked: of each, only the lowest message may be delivered.</summary>
internal sealed class HeldKeys
{
    private readonly Dictionary<uint, long> heads = [];

    /// <summary>False where the key of some message is not known yet, so that nothing can be said.</summary>
    public bool AreKnown { get; private set; } = true;

    /// <param name="missing">Gets the messages whose keys are not known.</param>
    public static HeldKeys Of(CursorBuilder draft, CursorContext context, SortedSet<long> missing)
    {
        var keys = new HeldKeys();
        foreach (var message in draft.Outstanding)
        {
            keys.Add(message.Number, message.Key, context.Log!, missing, key => draft.Lease(message with { Key = key }));
        }

        foreach (var message in draft.Parked)
        {
            keys.Add(message.Number, message.Key, context.Log!, missing, key => draft.Park(message with { Key = key }));
        }

        foreach (var page in draft.Pages)
        {
            foreach (var message in context.Pages[page.Id].Where(message => message.Number <= page.Highest && message.Number >= context.Log!.Low))
            {
                keys.Add(message.Number, message.Key, context.Log!, missing, _ => { });
            }
        }

        return keys;
    }

    public bool Holds(uint key) => heads.ContainsKey(key);

    public bool IsHead(uint key, long number) => heads.TryGetValue(key, out var head) && head == number;

    public void Hold(uint key, long number) => heads[key] = heads.TryGetValue(key, out var head) ? Math.Min(head, number) : number;

    // Of what was delivered before the subscription was ordered, the key was not kept.
    private void Add(long number, uint key, StreamView log, SortedSet<long> missing, Action<uint> keep)
    {
        if (key != 0)
        {
            Hold(key, number);
        }
        else if (log.Facts(number) is { } facts)
        {
            Hold(facts.Key, number);
            keep(facts.Key);
        }
        else
        {
            missing.Add(number);
            AreKnown = false;
        }
    }
}
