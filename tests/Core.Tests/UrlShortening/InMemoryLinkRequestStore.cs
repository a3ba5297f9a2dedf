using System.Globalization;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Idempotency;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Requests in memory; it loses what it is told to lose.</summary>
public sealed class InMemoryLinkRequestStore : ILinkRequestStore
{
    private readonly Dictionary<string, LinkRequest> rows = new(StringComparer.Ordinal);
    private readonly Queue<Fault> faults = new();
    private long version;

    /// <summary>Faults of the next writes.</summary>
    public void Fail(params ReadOnlySpan<Fault> next)
    {
        foreach (var fault in next)
        {
            faults.Enqueue(fault);
        }
    }

    /// <summary>Ids of all requests.</summary>
    public IReadOnlyCollection<string> Ids => rows.Keys;

    /// <summary>Forgets the faults that are left.</summary>
    public void Forgive() => faults.Clear();

    public Task<LinkRequest?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(rows.GetValueOrDefault(id));

    public Task<bool> TryAddAsync(LinkRequest request, CancellationToken cancellationToken) => WriteAsync(() => !rows.ContainsKey(request.Id) && Put(request));

    public Task<bool> TryReplaceAsync(LinkRequest request, CancellationToken cancellationToken) =>
        WriteAsync(() => rows.TryGetValue(request.Id, out var row) && row.ETag == request.ETag && Put(request));

    public Task RemoveAsync(int part, DateTimeOffset before, CancellationToken cancellationToken)
    {
        foreach (var old in rows.Values.Where(row => row.At < before).ToArray())
        {
            rows.Remove(old.Id);
        }

        return Task.CompletedTask;
    }

    private bool Put(LinkRequest request)
    {
        rows[request.Id] = request with { ETag = (++version).ToString(CultureInfo.InvariantCulture) };
        return true;
    }

    private Task<bool> WriteAsync(Func<bool> write)
    {
        var fault = faults.TryDequeue(out var next) ? next : Fault.None;
        var applied = fault != Fault.RequestLost && write();
        return fault == Fault.None ? Task.FromResult(applied) : throw new StoreUnavailableException("It got lost.");
    }
}
