using System.Collections.Concurrent;

namespace Serverless.Core.Overview;

/// <summary>Counts by the minute in this process, for as many names as a minute may have, until what was counted is taken.</summary>
public sealed class TrafficCounter(TimeProvider time)
{
    /// <summary>A name that was not counted for so long gives its place to another.</summary>
    public static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<TrafficKey, TrafficCell> cells = new();
    private List<KeyValuePair<TrafficKey, TrafficCell>> leaving = [];
    private int names;

    public void Count(TrafficKey key, long count)
    {
        if (cells.TryGetValue(key, out var cell) || TryMake(key, out cell))
        {
            cell.Add(TrafficMinute.Of(time.GetUtcNow()), count);
        }
    }

    /// <summary>All that was counted since the last time, each once. By one caller at a time.</summary>
    public IReadOnlyList<TrafficCount> Take()
    {
        // Whoever was about to count when a name lost its place has done so by now.
        var taken = leaving.SelectMany(CountsOf).ToList();
        leaving = [];
        var idle = TrafficMinute.Of(time.GetUtcNow() - IdleFor);
        foreach (var pair in cells)
        {
            taken.AddRange(CountsOf(pair));
            if (pair.Value.LastMinute < idle && cells.TryRemove(pair))
            {
                leaving.Add(pair);
                Interlocked.Decrement(ref names);
            }
        }

        return taken;
    }

    private static IEnumerable<TrafficCount> CountsOf(KeyValuePair<TrafficKey, TrafficCell> pair) =>
        pair.Value.Take().Select(each => new TrafficCount(each.Minute, pair.Key, each.Count));

    private bool TryMake(TrafficKey key, out TrafficCell cell)
    {
        cell = new TrafficCell();
        if (Volatile.Read(ref names) >= ITrafficStore.MaxNames)
        {
            return false;
        }

        var made = cell;
        cell = cells.GetOrAdd(key, made);
        if (cell == made)
        {
            Interlocked.Increment(ref names);
        }

        return true;
    }
}
