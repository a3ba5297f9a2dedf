using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Clicks in memory, for tests of what uses a store; it can lose answers.</summary>
public sealed class InMemoryClickStore : IClickStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Key, string Nonce, DateOnly Day), ReferrerCounts> rows = [];
    private readonly Dictionary<string, long> batches = new(StringComparer.Ordinal);
    private readonly Queue<Fault> faults = new();

    public int Batches { get; private set; }

    public void Fail(params ReadOnlySpan<Fault> next)
    {
        foreach (var fault in next)
        {
            faults.Enqueue(fault);
        }
    }

    public Task AddAsync(ClickBatch batch, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Batches++;
            var fault = faults.TryDequeue(out var next) ? next : Fault.None;
            if (fault != Fault.RequestLost && batches.GetValueOrDefault(batch.Instance) < batch.Number)
            {
                batches[batch.Instance] = batch.Number;
                Add(batch.Clicks);
            }

            return fault == Fault.None ? Task.CompletedTask : throw new StoreUnavailableException("Something got lost.");
        }
    }

    public Task<IReadOnlyList<ClickCount>> ListAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<ClickCount>>([.. rows.Where(row => row.Key.Key == key && row.Key.Nonce == nonce).SelectMany(row =>
                row.Value.All.Select(pair => new ClickCount(new ClickSlot(key, nonce, row.Key.Day, pair.Key), pair.Value)))]);
        }
    }

    private void Add(IReadOnlyList<ClickCount> clicks)
    {
        foreach (var row in clicks.GroupBy(count => (count.Slot.Key, count.Slot.Nonce, count.Slot.Day)))
        {
            var counts = rows.TryGetValue(row.Key, out var found) ? found : rows[row.Key] = new ReferrerCounts();
            foreach (var (slot, count) in row)
            {
                counts.Add(slot.Referrer, count);
            }

            counts.Fold(IClickStore.MaxReferrers);
        }
    }
}
