using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>The ordering keys of which messages wait, while commands change a cursor.</summary>
internal sealed class WaitingKeySet(CursorState state)
{
    private readonly ImmutableArray<WaitingKey> before = state.WaitingKeys;

    /// <summary>Made with the first look for a key: most steps look for none.</summary>
    private Dictionary<uint, WaitingKey>? byKey;

    public IReadOnlyCollection<WaitingKey> Keys { get; private set; } = state.WaitingKeys;

    private Dictionary<uint, WaitingKey> ByKey
    {
        get
        {
            if (byKey is null)
            {
                byKey = before.ToDictionary(key => key.Key);
                Keys = byKey.Values;
            }

            return byKey;
        }
    }

    /// <summary>As <see cref="CursorState.WaitingKeys"/> has them.</summary>
    public ImmutableArray<WaitingKey> InOrder() => byKey is null ? before : [.. byKey.Values.OrderBy(key => key.From).ThenBy(key => key.Key)];

    public bool Contains(uint key) => ByKey.ContainsKey(key);

    /// <summary>Another message of a key waits.</summary>
    public void Add(uint key, long number) =>
        ByKey[key] = ByKey.TryGetValue(key, out var waiting) ? waiting with { Count = waiting.Count + 1 } : new WaitingKey(key, number, 1);

    /// <summary>Says where the messages of a key begin that wait.</summary>
    /// <returns>Whether that is something new.</returns>
    public bool Put(WaitingKey key)
    {
        var isNew = ByKey[key.Key] != key;
        ByKey[key.Key] = key;
        return isNew;
    }

    /// <summary>No message of the key waits any more.</summary>
    /// <returns>How many had been counted; null when none had.</returns>
    public int? Remove(uint key) => ByKey.Remove(key, out var waiting) ? waiting.Count : null;

    public void Clear() => ByKey.Clear();

    /// <summary>Everything below a number is gone.</summary>
    /// <returns>The keys of which some were below.</returns>
    public IReadOnlyList<uint> Trim(long low)
    {
        var trimmed = ByKey.Values.Where(key => key.From < low).ToArray();
        Array.ForEach(trimmed, key => ByKey[key.Key] = key with { From = low });
        return [.. trimmed.Select(key => key.Key)];
    }

    /// <summary>Everything from a number on never was.</summary>
    public void Cut(long next)
    {
        foreach (var key in ByKey.Values.Where(key => key.From >= next).ToArray())
        {
            ByKey.Remove(key.Key);
        }
    }
}
