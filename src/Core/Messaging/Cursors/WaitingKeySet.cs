namespace Serverless.Core.Messaging.Cursors;

/// <summary>The ordering keys of which messages wait, while commands change a cursor.</summary>
internal sealed class WaitingKeySet(CursorState state)
{
    private readonly Dictionary<uint, WaitingKey> keys = state.WaitingKeys.ToDictionary(key => key.Key);

    public IReadOnlyCollection<WaitingKey> Keys => keys.Values;

    public bool Contains(uint key) => keys.ContainsKey(key);

    /// <summary>Another message of a key waits.</summary>
    public void Add(uint key, long number) =>
        keys[key] = keys.TryGetValue(key, out var waiting) ? waiting with { Count = waiting.Count + 1 } : new WaitingKey(key, number, 1);

    /// <summary>Says where the messages of a key begin that wait.</summary>
    /// <returns>Whether that is something new.</returns>
    public bool Put(WaitingKey key)
    {
        var isNew = keys[key.Key] != key;
        keys[key.Key] = key;
        return isNew;
    }

    /// <summary>No message of the key waits any more.</summary>
    /// <returns>How many had been counted; null when none had.</returns>
    public int? Remove(uint key) => keys.Remove(key, out var waiting) ? waiting.Count : null;

    public void Clear() => keys.Clear();

    /// <summary>Everything below a number is gone.</summary>
    /// <returns>The keys of which some were below.</returns>
    public IReadOnlyList<uint> Trim(long low)
    {
        var trimmed = keys.Values.Where(key => key.From < low).ToArray();
        Array.ForEach(trimmed, key => keys[key.Key] = key with { From = low });
        return [.. trimmed.Select(key => key.Key)];
    }

    /// <summary>Everything from a number on never was.</summary>
    public void Cut(long next)
    {
        foreach (var key in keys.Values.Where(key => key.From >= next).ToArray())
        {
            keys.Remove(key.Key);
        }
    }
}
