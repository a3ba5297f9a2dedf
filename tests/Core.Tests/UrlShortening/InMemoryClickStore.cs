using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Clicks;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Clicks in memory, for tests of what uses a store; it can lose answers.</summary>
public sealed class InMemoryClickStore : IClickStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Key, string Nonce, DateOnly Day), ClickSummary> rows = [];
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
            var fault = NextFault();
            if (fault != Fault.RequestLost && batches.GetValueOrDefault(batch.Instance) < batch.Number)
            {
                batches[batch.Instance] = batch.Number;
                Add(batch.Clicks);
            }

            return AnswerOf(fault);
        }
    }

    public Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var fault = NextFault();
            if (fault != Fault.RequestLost)
            {
                foreach (var row in rows.Keys.Where(row => row.Key == key && row.Nonce == nonce))
                {
                    rows.Remove(row);
                }
            }

            return AnswerOf(fault);
        }
    }

    public Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<DaySummary>>(
                [.. rows.Where(row => row.Key.Key == key && row.Key.Nonce == nonce).Select(row => new DaySummary(row.Key.Day, ClickSummary.Parse(row.Value.ToString())))]);
        }
    }

    private static Task AnswerOf(Fault fault) => fault == Fault.None ? Task.CompletedTask : throw new StoreUnavailableException("Something got lost.");

    private Fault NextFault() => faults.TryDequeue(out var next) ? next : Fault.None;

    private void Add(IReadOnlyList<ClickCount> clicks)
    {
        foreach (var row in clicks.GroupBy(count => (count.Slot.Key, count.Slot.Nonce, count.Slot.Day)))
        {
            (rows.TryGetValue(row.Key, out var found) ? found : rows[row.Key] = new ClickSummary()).Add(row);
        }
    }
}
