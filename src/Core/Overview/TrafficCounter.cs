using System.Collections.Concurrent;

namespace Serverless.Core.Overview;

/// <summary>Counts by the minute in this process, for as many names as a minute may have, until what was counted is taken.</summary>
public sealed class TrafficCounter(TimeProvider time)
{
    // A name that was not counted for so many takings, some ten minutes, gives its place to another.
    private const int IdleTakings = 60;

    private readonly ConcurrentDictionary<TrafficKey, TrafficCell> cells = new();
    private int names;

    public void Count(TrafficKey key, long count)
    {
        if (cells.TryGetValue(key, out var cell) || TryMake(key, out cell))
        {
            cell.Add(TrafficMinute.Of(time.GetUtcNow()), count);
        }
    }

    /// <summary>All that was counted since the last time, each once.</summary>
    public IReadOnlyList<TrafficCount> Take()
    {
        var taken = new List<TrafficCount>();
        foreach (var pair in cells)
        {
            taken.AddRange(pair.Value.Take().Select(each => new TrafficCount(each.Minute, pair.Key, each.Count)));
            if (pair.Value.IdleFor > IdleTakings && cells.TryRemove(pair))
            {
                Interlocked.Decrement(ref names);
            }
        }

        return taken;
    }

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
