using System.Collections.Concurrent;
using Serverless.Core.Messaging.Attempts;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging.Attempts;

/// <summary>Attempts in memory, and a store that does not answer where a test says so.</summary>
internal sealed class InMemoryAttemptStore : IAttemptStore
{
    private readonly ConcurrentDictionary<string, DeliveryAttempt[]> stored = new(StringComparer.Ordinal);
    private int writes;

    /// <summary>Completes when writes may go on; null for at once.</summary>
    public Task? Gate { get; set; }

    public bool IsDown { get; set; }

    public int Writes => Volatile.Read(ref writes);

    public async Task AddAsync(string subscriptionId, IReadOnlyList<DeliveryAttempt> attempts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await (Gate ?? Task.CompletedTask);
        if (IsDown)
        {
            throw new StoreUnavailableException("The store is down.");
        }

        Interlocked.Increment(ref writes);
        stored.AddOrUpdate(subscriptionId, _ => Kept([], attempts, now), (_, before) => Kept(before, attempts, now));
    }

    public Task<IReadOnlyList<DeliveryAttempt>> ListAsync(string subscriptionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeliveryAttempt>>(stored.TryGetValue(subscriptionId, out var found) ? Kept(found, [], now) : []);

    private static DeliveryAttempt[] Kept(IEnumerable<DeliveryAttempt> before, IEnumerable<DeliveryAttempt> added, DateTimeOffset now) =>
    [
        .. before.Concat(added).Where(attempt => attempt.At > now - IAttemptStore.KeptFor).OrderByDescending(attempt => attempt.At).Take(IAttemptStore.MostKept),
    ];
}
