using Serverless.Bench.Harness;
using Serverless.Core.Access;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Expiry;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Bench.UrlShortening;

/// <summary>What the shortener does with its stores, in portions.</summary>
public static class StoreOperations
{
    public const int PageSize = 100;
    public const int InFlight = 64;

    private const int Follows = 500;
    private const int Lists = 5;
    private const int Creates = 100 * KeyBlock.Size;
    private const int Expired = 1_000;
    private const int Looks = 5;

    private static readonly Uri Address = new("https://sho.rt");
    private static readonly Caller Creator = new("bench", "bench-creator", [Scope.Parse(ScopeNames.Links)]);
    private static readonly string[] ExpiredKeys = [.. Enumerable.Range(0, Expired).Select(i => $"expired{i}")];
    private static readonly Random Random = new(2);

    /// <summary>Follows keys of which memory knows nearly none.</summary>
    public static Task<Work> FollowAsync(FilledShortener shortener)
    {
        var follower = shortener.Get<LinkFollower>();
        return OneByOneAsync(Follows, () => follower.FollowAsync(AnyKey(shortener), CancellationToken.None).AsTask());
    }

    /// <summary>Reads a page somewhere in the list of the owner of all links.</summary>
    public static Task<Work> ListAsync(FilledShortener shortener)
    {
        var reader = shortener.Get<LinkReader>();
        return OneByOneAsync(Lists, () =>
        {
            var after = new OwnedLink(shortener.FilledAt.AddMilliseconds(-Random.Next(shortener.Keys.Count - PageSize)), "zzzzzzzz", "");
            return reader.ListAsync(BenchLinks.Owner, after, PageSize, CancellationToken.None);
        });
    }

    /// <summary>Creates links, as many at a time as callers would.</summary>
    public static async Task<Work> CreateAsync(FilledShortener shortener)
    {
        var (creator, left, start) = (shortener.Get<LinkCreator>(), Creates, TimeProvider.System.GetTimestamp());
        var latencies = await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
        {
            var own = new List<TimeSpan>();
            while (Interlocked.Decrement(ref left) >= 0)
            {
                own.Add(await TimeAsync(() => creator.CreateAsync(new NewLink { Url = "https://example.com/new" }, Creator, Address, CancellationToken.None)));
            }

            return own;
        }));
        var elapsed = TimeProvider.System.GetElapsedTime(start);
        await shortener.ShrinkAsync();
        return new Work([.. latencies.SelectMany(own => own)], elapsed);
    }

    /// <summary>Runs the clean-up's timer when nothing is due.</summary>
    public static Task<Work> LookAsync(FilledShortener shortener) =>
        OneByOneAsync(Looks, () => shortener.Get<ExpiredLinks>().RunAsync(CancellationToken.None));

    /// <summary>Cleans up links that have expired, all the partitions that the timer names; a link is an operation.</summary>
    public static async Task<Work> CleanUpAsync(FilledShortener shortener)
    {
        var now = TimeProvider.System.GetUtcNow();
        await Task.WhenAll(ExpiredKeys.Select(key =>
            shortener.Links.TryAddAsync(new LinkRow.Live(BenchLinks.Link(key, 0, now) with { ExpiresAt = now - (2 * ExpiryPartition.Grace) }), CancellationToken.None)));
        await shortener.Get<ExpiredLinks>().RunAsync(CancellationToken.None);
        shortener.Calls.Reset();
        var elapsed = await TimeAsync(async () =>
        {
            var cleaned = 0;
            foreach (var partition in shortener.Due.Take())
            {
                cleaned += await shortener.Get<ExpiredLinksCleanUp>().RunAsync(partition, CancellationToken.None);
            }

            return cleaned == Expired ? cleaned : throw new BenchException($"{cleaned} of {Expired} expired links were cleaned up.");
        });
        await shortener.ShrinkAsync();
        return new Work([.. Enumerable.Repeat(elapsed / Expired, Expired)], elapsed);
    }

    private static string AnyKey(FilledShortener shortener) => shortener.Keys[Random.Next(shortener.Keys.Count)];

    private static async Task<Work> OneByOneAsync<T>(int count, Func<Task<T>> operation)
    {
        var (latencies, start) = (new List<TimeSpan>(count), TimeProvider.System.GetTimestamp());
        for (var i = 0; i < count; i++)
        {
            latencies.Add(await TimeAsync(operation));
        }

        return new Work(latencies, TimeProvider.System.GetElapsedTime(start));
    }

    private static async Task<TimeSpan> TimeAsync<T>(Func<Task<T>> operation)
    {
        var start = TimeProvider.System.GetTimestamp();
        await operation();
        return TimeProvider.System.GetElapsedTime(start);
    }
}
