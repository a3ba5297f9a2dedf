using Serverless.Core.Access;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Makes links: finds a key that no live link and no quarantine holds, and stores the link under it.</summary>
public sealed class LinkCreator(
    LinkRules rules,
    ILinkStore links,
    KeyPool pool,
    KeyGenerator generator,
    LinkInvalidations invalidations,
    StoreRetry retry,
    TimeProvider time)
{
    /// <summary>A pool key that is taken already is one in 10^5 even with a billion links; ten in a row are a fault.</summary>
    private const int MaxKeys = 10;

    /// <param name="requestAddress">The address that the request came to; links must not lead back to it.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer; the link may exist, but nobody was told its key.</exception>
    public async Task<LinkResult> CreateAsync(NewLink request, Caller caller, Uri requestAddress, CancellationToken cancellationToken)
    {
        var errors = rules.Check(request, requestAddress);
        if (!errors.IsEmpty)
        {
            return new LinkResult(LinkStatus.Invalid, Errors: errors);
        }

        var draft = Draft(request, caller.Owner);
        return request.Alias is null
            ? LinkResult.Of(await IssueFromPoolAsync(draft, cancellationToken))
            : await TryIssueAliasAsync(draft, cancellationToken) ? LinkResult.Of(draft) : new LinkResult(LinkStatus.AliasTaken);
    }

    private ShortLink Draft(NewLink request, string owner)
    {
        var now = time.GetUtcNow().ToMilliseconds();
        return new ShortLink
        {
            Key = request.Alias ?? "",
            Url = request.Url!,
            Owner = owner,
            CreatedAt = now,
            ExpiresAt = LinkRules.ExpiryOf(request, now).ToMilliseconds(),
            Redirect = (LinkRedirect)(request.Redirect ?? (int)LinkRedirect.Permanent),
            Nonce = generator.NextNonce(),
        };
    }

    private async Task<ShortLink> IssueFromPoolAsync(ShortLink draft, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxKeys; attempt++)
        {
            var key = await pool.TakeAsync(cancellationToken);
            var link = draft with { Key = key.Value };
            if (await IssueFromPoolAsync(link, key, cancellationToken) == IssueOutcome.Issued)
            {
                return link;
            }
        }

        throw new WriteConflictException($"{MaxKeys} keys in a row were taken already.");
    }

    private async Task<IssueOutcome> IssueFromPoolAsync(ShortLink link, PoolKey key, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await IssueAsync(link, cancellationToken);

            // A key in quarantine stays in its block, to be reclaimed with it: its row may be removed at any time.
            await (outcome == IssueOutcome.Quarantined ? Task.CompletedTask : pool.SettleAsync(key));
            return outcome;
        }
        catch
        {
            key.Return();
            throw;
        }
    }

    // An alias is likely to be taken, and an attempt would leave index entries behind; so it is looked at first.
    private async Task<bool> TryIssueAliasAsync(ShortLink link, CancellationToken cancellationToken) =>
        (await links.FindAsync(link.Key, cancellationToken))?.Row is not LinkRow.Live
        && await IssueAsync(link, cancellationToken) == IssueOutcome.Issued;

    private async ValueTask<IssueOutcome> IssueAsync(ShortLink link, CancellationToken cancellationToken)
    {
        var outcome = await retry.RunAsync(token => AttemptAsync(link, token), cancellationToken);

        // Somebody may have looked for the key a moment ago and found nothing.
        invalidations.Forget(link.Key);
        return outcome;
    }

    private async ValueTask<IssueOutcome> AttemptAsync(ShortLink link, CancellationToken cancellationToken)
    {
        if (await links.TryAddAsync(link, cancellationToken))
        {
            return IssueOutcome.Issued;
        }

        return await links.FindAsync(link.Key, cancellationToken) switch
        {
            null => throw new WriteConflictException(),
            // An earlier attempt was stored, only its answer got lost.
            { Row: LinkRow.Live live } => live.Nonce == link.Nonce ? IssueOutcome.Issued : IssueOutcome.Taken,
            { Row: LinkRow.Gone gone } current when gone.Until <= time.GetUtcNow() =>
                await links.TryReplaceAsync(current, new LinkRow.Live(link), cancellationToken) ? IssueOutcome.Issued : throw new WriteConflictException(),
            _ => IssueOutcome.Quarantined,
        };
    }
}
