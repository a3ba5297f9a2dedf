namespace Serverless.Core.Overview;

/// <summary>Keeps what this process counts, where there is no Redis to sum what all do.</summary>
public sealed class MemoryTrafficStore(TimeProvider time) : ITrafficStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, Dictionary<TrafficKey, long>> minutes = [];

    public Task AddAsync(IReadOnlyList<TrafficCount> counts, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            foreach (var count in counts)
            {
                Add(count);
            }

            Forget();
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<TrafficCount>> ReadAsync(long firstMinute, int minutes, CancellationToken cancellationToken) =>
        Task.FromResult(Read(firstMinute, minutes, key => !key.IsOfRule));

    public Task<IReadOnlyList<TrafficCount>> ReadRuleAsync(string rule, long firstMinute, int minutes, CancellationToken cancellationToken) =>
        Task.FromResult(Read(firstMinute, minutes, key => key.IsOfRule && key.Name == rule));

    private void Add(TrafficCount count)
    {
        if (!minutes.TryGetValue(count.Minute, out var counts))
        {
            minutes[count.Minute] = counts = [];
        }

        if (counts.Count < ITrafficStore.MaxNames || counts.ContainsKey(count.Key))
        {
            counts[count.Key] = counts.GetValueOrDefault(count.Key) + count.Count;
        }
    }

    private void Forget()
    {
        var oldest = TrafficMinute.Of(time.GetUtcNow() - TrafficMinute.KeptFor);
        foreach (var minute in minutes.Keys.TakeWhile(minute => minute < oldest).ToArray())
        {
            minutes.Remove(minute);
        }
    }

    private IReadOnlyList<TrafficCount> Read(long first, int count, Func<TrafficKey, bool> isWanted)
    {
        lock (gate)
        {
            Forget();
            return [.. minutes.Where(minute => minute.Key >= first && minute.Key < first + count)
                .SelectMany(minute => minute.Value.Where(pair => isWanted(pair.Key)).Select(pair => new TrafficCount(minute.Key, pair.Key, pair.Value)))];
        }
    }
}
