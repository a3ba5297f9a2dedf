using Serverless.Bench.Harness;
using Serverless.Bench.UrlShortening;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Bench.Scale;

/// <summary>Followed links in a redis-server, and the memory that each takes.</summary>
public sealed class FilledSharedCache(RedisUse redis, ISharedLinkCache cache) : IContender
{
    private const int AtOnce = 500;
    private const int ValueHead = 20;

    private static readonly TimeSpan Lasting = TimeSpan.FromHours(1);

    private readonly IReadOnlyList<string> keys = BenchLinks.Keys(ManyLinks.Count);

    public string Name => "link in Redis";

    private static double Predicted => RedisMemory.OfString("link:".Length + ManyLinks.KeyLength, ValueHead + ManyLinks.NonceLength + ManyLinks.UrlLength, ManyLinks.Count);

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        await redis.EmptyAsync();
        var (before, start, until) = (await redis.BytesAsync(), TimeProvider.System.GetTimestamp(), TimeProvider.System.GetUtcNow() + Lasting);
        foreach (var some in keys.Chunk(AtOnce))
        {
            var added = await Task.WhenAll(some.Select(key => cache.TryAddAsync(ManyLinks.Target(key, until), until, askedAt: 0).AsTask()));
            if (!added.All(isAdded => isAdded))
            {
                throw new BenchException("Redis did not take a link.");
            }
        }

        var elapsed = TimeProvider.System.GetElapsedTime(start);
        return MeasuredBytes.Of(await redis.BytesAsync() - before, keys.Count, Predicted, elapsed, keys.Count);
    }
}
