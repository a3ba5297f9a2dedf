using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening.Simulation;
using Serverless.Core.UrlShortening.Following;

namespace Serverless.Core.Tests.UrlShortening.Forgetting.Simulation;

/// <summary>What an instance sees of Redis: as with <see cref="RedisLinkCache"/>, each command is a call of its own, and a failure is an answer.</summary>
internal sealed class SimulatedSharedCache(SimulatedRedis redis, StoreGate gate, int instance, TimeSpan lifetime, TimeProvider time) : ISharedLinkCache
{
    public TimeSpan Lifetime => lifetime;

    public async ValueTask<SharedLink> FindAsync(string key)
    {
        var found = await TryAsync(() => redis.Find(key));
        return found is { } kept ? kept : await TryAsync<long?>(() => redis.Now) is { } askedAt ? SharedLink.Miss(askedAt) : default;
    }

    public async ValueTask<bool> TryAddAsync(LinkTarget target, DateTimeOffset until, long askedAt)
    {
        var left = until - time.GetUtcNow();
        return left < TimeSpan.FromMilliseconds(1) || await TryAsync<bool?>(() => redis.TryAdd(target, until, left, askedAt)) is not false;
    }

    public async Task<bool> InvalidateAsync(string key)
    {
        var isMarked = await TryAsync(() =>
        {
            redis.SetMark(key);
            return true;
        });
        await TryAsync(() =>
        {
            redis.Publish(key);
            return true;
        });
        return isMarked;
    }

    public Task ListenAsync(Action<string> invalidated, Action missed, Action listening, CancellationToken cancellationToken)
    {
        redis.Listeners.Add((instance, invalidated));
        listening();
        return Task.CompletedTask;
    }

    private async Task<T?> TryAsync<T>(Func<T> command)
    {
        try
        {
            return await gate.CallAsync(instance, () => redis.IsDown ? throw new StoreUnavailableException("Redis is down.") : command());
        }
        catch (StoreUnavailableException)
        {
            return default;
        }
    }
}
