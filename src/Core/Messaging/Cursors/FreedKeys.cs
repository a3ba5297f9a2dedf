namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// A walk through the log in search of messages that waited for their key. An ordered key gets one delivery, and the walk
/// goes on to where its next message waits.
/// </summary>
internal sealed class FreedKeys
{
    private readonly CursorBuilder draft;
    private readonly bool isOrdered;
    private readonly Dictionary<uint, WaitingKey> open;
    private readonly HashSet<uint> delivered = [];
    private long? lowest;
    private long passed;

    public FreedKeys(CursorBuilder draft, HeldKeys held, bool isOrdered)
    {
        (this.draft, this.isOrdered) = (draft, isOrdered);
        open = draft.WaitingKeys.Where(key => !isOrdered || !held.Holds(key.Key)).ToDictionary(key => key.Key);
    }

    /// <summary>The number to look at; null when no key is open any more.</summary>
    public long? Next => open.Count == 0 ? null : Math.Max(passed, lowest ??= open.Values.Min(key => key.From));

    public void PassBelow(long number) => passed = number;

    /// <summary>Whether a message is to be delivered; the second one of an ordered key is only noted.</summary>
    public bool Finds(uint key, long number)
    {
        if (!open.TryGetValue(key, out var waiting) || waiting.From > number)
        {
            return false;
        }

        if (isOrdered && delivered.Contains(key))
        {
            draft.Wait(waiting with { From = number });
            open.Remove(key);
            lowest = null;
            return false;
        }

        return true;
    }

    public void Delivered(uint key, long number)
    {
        open[key] = open[key] with { From = number + 1, Count = Math.Max(0, open[key].Count - 1) };
        delivered.Add(key);
        lowest = null;
    }

    /// <summary>The walk ends before a number: the next one begins there.</summary>
    public void StopAt(long number)
    {
        foreach (var key in open.Values)
        {
            draft.Wait(key with { From = Math.Max(key.From, number) });
        }
    }

    /// <summary>The walk has come to what was not looked at before: nothing more waits of the keys that are open.</summary>
    public void Finish()
    {
        foreach (var key in open.Values)
        {
            draft.Wait(key);
            draft.EndWait(key.Key);
        }
    }
}
