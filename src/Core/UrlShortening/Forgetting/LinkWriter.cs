using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Forgetting;

/// <summary>
/// Writes link rows, for everybody who does. Where the shared cache may hold what a row says that is about to go, a message that
/// has it forgotten is in the queue before: whatever dies from then on, <see cref="LinkForgetter"/> comes.
/// </summary>
public sealed class LinkWriter(ILinkStore links, ISharedLinkCache shared, IWorkQueue queue, TimeProvider time)
{
    /// <inheritdoc cref="ILinkStore.FindAsync"/>
    public Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken) => links.FindAsync(key, cancellationToken);

    /// <summary>Stores a row if its key has none at all, so that no cache holds a link of it; false if it has one.</summary>
    public Task<bool> TryAddAsync(LinkRow row, CancellationToken cancellationToken) => links.TryAddAsync(row, cancellationToken);

    /// <summary>Replaces the row that was read; false if it has changed since.</summary>
    /// <exception cref="StoreUnavailableException">The queue did not answer and nothing was written, or the store did not.</exception>
    public async Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken)
    {
        if (CacheLifetimes.MustBeTold(shared.Lifetime) && MayLiveOn(current.Row, next))
        {
            var promise = new ForgetLink(current.Row.Key, current.ETag, time.GetUtcNow());
            await queue.SendAsync(ForgetLink.Queue, promise.ToString(), promise.Delay, cancellationToken);
        }

        return await links.TryReplaceAsync(current, next, cancellationToken);
    }

    // Caches hold links alone, each to its end at most: nothing of a row that was gone or that has expired by every clock.
    // Nor is it old what leads where the next row does.
    private bool MayLiveOn(LinkRow current, LinkRow next) =>
        current is LinkRow.Live { Link: var link }
        && !link.IsExpired(time.GetUtcNow() - CacheLifetimes.ClockSkew)
        && (next is not LinkRow.Live { Link: var successor } || LinkTarget.Of(successor) != LinkTarget.Of(link));
}
