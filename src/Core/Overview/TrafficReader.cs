using Serverless.Core.Storage;

namespace Serverless.Core.Overview;

/// <summary>Shows what all instances counted in the last hour.</summary>
public sealed class TrafficReader(ITrafficStore store, TrafficFlusher flusher, TimeProvider time)
{
    /// <summary>What is not of a rule.</summary>
    public Task<TrafficHistory> ReadAsync(CancellationToken cancellationToken) =>
        ReadAsync((first, token) => store.ReadAsync(first, TrafficMinute.Shown, token), key => !key.IsOfRule, cancellationToken);

    /// <summary>What is of one rule.</summary>
    public Task<TrafficHistory> ReadRuleAsync(string rule, CancellationToken cancellationToken) =>
        ReadAsync((first, token) => store.ReadRuleAsync(rule, first, TrafficMinute.Shown, token), key => key.IsOfRule && key.Name == rule, cancellationToken);

    private async Task<TrafficHistory> ReadAsync(
        Func<long, CancellationToken, Task<IReadOnlyList<TrafficCount>>> read, Func<TrafficKey, bool> isWanted, CancellationToken cancellationToken)
    {
        // What this instance knows is to be seen at once.
        var own = await flusher.TryFlushAsync(cancellationToken);
        var first = TrafficMinute.Of(time.GetUtcNow()) - TrafficMinute.Shown + 1;
        try
        {
            return new TrafficHistory(first, [.. await read(first, cancellationToken), .. own.Where(count => isWanted(count.Key))], IsWhole: own.Count == 0);
        }
        catch (StoreUnavailableException)
        {
            return new TrafficHistory(first, [.. own.Where(count => isWanted(count.Key))], IsWhole: false);
        }
    }
}

/// <summary>Figures of the last hour.</summary>
/// <param name="FirstMinute">The earliest of <see cref="TrafficMinute.Shown"/>.</param>
/// <param name="IsWhole">Whether it is what all instances counted; else what this one could not tell the others yet.</param>
public sealed record TrafficHistory(long FirstMinute, IReadOnlyList<TrafficCount> Counts, bool IsWhole)
{
    /// <summary>One figure, minute by minute.</summary>
    public long[] Of(TrafficFigure figure)
    {
        var minutes = new long[TrafficMinute.Shown];
        foreach (var count in Counts.Where(count => count.Key.Figure == figure && count.Minute >= FirstMinute && count.Minute < FirstMinute + minutes.Length))
        {
            minutes[count.Minute - FirstMinute] += count.Count;
        }

        return minutes;
    }
}
