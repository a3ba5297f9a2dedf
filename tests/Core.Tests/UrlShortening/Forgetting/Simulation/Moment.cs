using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Forgetting.Simulation;

/// <summary>What an instance has just done, at which something may befall it that matters more than at other times.</summary>
internal enum Moment
{
    RowRead,
    RowReplaced,
    Promised,
    CacheAsked,
    CacheFilled,
    Marked,
}

/// <summary>Tells when its instance has read or replaced a row.</summary>
internal sealed class ObservedLinkStore(ILinkStore links, Action<Moment> happened) : InterposedLinkStore(links)
{
    public override async Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var found = await base.FindAsync(key, cancellationToken);
        happened(Moment.RowRead);
        return found;
    }

    public override async Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken)
    {
        var isReplaced = await base.TryReplaceAsync(current, next, cancellationToken);
        happened(Moment.RowReplaced);
        return isReplaced;
    }
}

/// <summary>Tells when its instance has promised to have a link forgotten.</summary>
internal sealed class ObservedQueue(IWorkQueue queue, Action<Moment> happened) : IWorkQueue
{
    public async Task SendAsync(string queueName, string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        await queue.SendAsync(queueName, message, delay, cancellationToken);
        happened(Moment.Promised);
    }
}

/// <summary>Tells when its instance has used the shared cache.</summary>
internal sealed class ObservedSharedCache(ISharedLinkCache shared, Action<Moment> happened) : ISharedLinkCache
{
    public TimeSpan Lifetime => shared.Lifetime;

    public async ValueTask<SharedLink> FindAsync(string key)
    {
        var found = await shared.FindAsync(key);
        happened(Moment.CacheAsked);
        return found;
    }

    public async ValueTask<bool> TryAddAsync(LinkTarget target, DateTimeOffset until, long askedAt)
    {
        var isUndisputed = await shared.TryAddAsync(target, until, askedAt);
        happened(Moment.CacheFilled);
        return isUndisputed;
    }

    public async Task<bool> InvalidateAsync(string key)
    {
        var isMarked = await shared.InvalidateAsync(key);
        happened(Moment.Marked);
        return isMarked;
    }

    public Task ListenAsync(Action<string> invalidated, Action missed, Action listening, CancellationToken cancellationToken) =>
        shared.ListenAsync(invalidated, missed, listening, cancellationToken);
}
