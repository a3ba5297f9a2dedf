using System.Collections.Concurrent;

namespace Serverless.Core.UrlShortening.Following;

/// <summary>Lets concurrent misses of a key share one read. One that began before an invalidation is not shared with who came after it.</summary>
internal sealed class SingleFlight
{
    private readonly ConcurrentDictionary<(string Key, int Epoch), Lazy<Task<FollowedLink>>> flights = new();

    public Task<FollowedLink> JoinAsync(string key, int epoch, Func<string, int, Task<FollowedLink>> read) => flights
        .GetOrAdd((key, epoch), static (id, arguments) => arguments.Flights.New(id, arguments.Read), (Flights: this, Read: read))
        .Value;

    private Lazy<Task<FollowedLink>> New((string Key, int Epoch) id, Func<string, int, Task<FollowedLink>> read) =>
        new(() => RunAsync(id, read));

    private async Task<FollowedLink> RunAsync((string Key, int Epoch) id, Func<string, int, Task<FollowedLink>> read)
    {
        try
        {
            return await read(id.Key, id.Epoch);
        }
        finally
        {
            flights.TryRemove(id, out _);
        }
    }
}
