using System.Collections.Concurrent;

namespace Serverless.Core;

/// <summary>
/// Lets concurrent misses of a key share one read. A key that names an epoch too keeps a read that began before an
/// invalidation from those that came after it.
/// </summary>
internal sealed class SingleFlight<TKey, TResult>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TResult>>> flights = new();

    /// <summary>The outcome of the read of a key that is under way, or of a new one.</summary>
    public Task<TResult> JoinAsync(TKey key, Func<TKey, Task<TResult>> read) =>
        flights.GetOrAdd(key, static (key, arguments) => new(() => arguments.Flights.RunAsync(key, arguments.Read)), (Flights: this, Read: read)).Value;

    private async Task<TResult> RunAsync(TKey key, Func<TKey, Task<TResult>> read)
    {
        try
        {
            return await read(key);
        }
        finally
        {
            flights.TryRemove(key, out _);
        }
    }
}
