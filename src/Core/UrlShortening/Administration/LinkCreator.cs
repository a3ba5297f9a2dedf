using Microsoft.Extensions.Options;
using Serverless.Core.Access;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Makes links: finds a key that no live link and no quarantine holds, and stores the link under it.</summary>
public sealed class LinkCreator(
    LinkRules rules,
    LinkWriter links,
    KeyPool pool,
    KeyGenerator generator,
    LinkInvalidations invalidations,
    StoreRetry retry,
    IOptions<LinksOptions> options,
    TimeProvider time)
{
    /// <summary>
    /// Keys of the pool may be taken: as aliases, by restores, or because they were handed out before a crash. Whole blocks of
    /// them are passed over, three in a row; more are a fault.
    /// </summary>
    private const int MaxKeys = 3 * KeyBlock.Size;

    /// <param name="requestAddress">The address that the request came to; links must not lead back to it.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer; the link may exist, but nobody was told its key.</exception>
    public async Task<LinkResult> CreateAsync(NewLink request, Caller caller, Uri requestAddress, CancellationToken cancellationToken)
    {
        if (Refuse(request, caller, requestAddress) is { } refusal)
        {
            return refusal;
        }

        var draft = Draft(request, caller.Owner, time.GetUtcNow(), request.WantedKey ?? "", generator.NextNonce());
        return request.WantedKey is null
            ? LinkResult.Of(await IssueFromPoolAsync(draft, cancellationToken))
            : await TryIssueAsync(RowOf(draft, request.EndedAt), cancellationToken) ? LinkResult.Of(draft) : new LinkResult(LinkStatus.AliasTaken);
    }

    /// <summary>What would be answered to <see cref="CreateAsync"/>, without anything being written; the key of a link that asks for none is empty.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public async Task<LinkResult> TryOutAsync(NewLink request, Caller caller, Uri requestAddress, CancellationToken cancellationToken)
    {
        if (Refuse(request, caller, requestAddress) is { } refusal)
        {
            return refusal;
        }

        var draft = Draft(request, caller.Owner, time.GetUtcNow(), request.WantedKey ?? "", nonce: "");
        return request.WantedKey is null || IsFree(await links.FindAsync(draft.Key, cancellationToken)) ? LinkResult.Of(draft) : new LinkResult(LinkStatus.AliasTaken);
    }

    /// <summary>Why a link can't be made, before anything is read; null when it can.</summary>
    internal LinkResult? Refuse(NewLink request, Caller caller, Uri requestAddress)
    {
        var rights = LinkRules.CheckRights(request, caller);
        var errors = rights.IsEmpty ? rules.Check(request, caller, requestAddress) : rights;
        return errors.IsEmpty ? null : new LinkResult(rights.IsEmpty ? LinkStatus.Invalid : LinkStatus.NotAdmin, Errors: errors);
    }

    /// <summary>The link that a request asks for.</summary>
    /// <param name="at">When it asked.</param>
    internal static ShortLink Draft(NewLink request, string owner, DateTimeOffset at, string key, string nonce)
    {
        var now = at.ToMilliseconds();
        return new ShortLink
        {
            Key = key,
            Url = request.Url!,
            Owner = request.Owner ?? owner,
            CreatedAt = request.CreatedAt?.ToMilliseconds() ?? now,
            ExpiresAt = LinkRules.ExpiryOf(request, now).ToMilliseconds(),
            Redirect = (LinkRedirect)(request.Redirect ?? (int)LinkRedirect.Permanent),
            Nonce = nonce,
            CarriedClicks = request.Clicks ?? 0,
            CarriedBots = request.Bots ?? 0,
            Title = LinkText.TitleOf(request.Title),
            Tags = request.Tags is { Count: > 0 } tags ? new LinkTags(tags) : LinkTags.None,
            ForwardQuery = request.ForwardQuery ?? false,
        };
    }

    /// <summary>Stores a link under its key, unless the key is another's; one that is there with its nonce is the same.</summary>
    /// <param name="key">The key as the pool handed it out; null for any other.</param>
    internal async ValueTask<IssueOutcome> IssueAsync(ShortLink draft, DateTimeOffset? endedAt, PoolKey? key, CancellationToken cancellationToken) => key is null
        ? await LookAndIssueAsync(RowOf(draft, endedAt), cancellationToken)
        : await IssueFromPoolAsync(draft, key, isLikelyTaken: true, cancellationToken);

    /// <summary>Whether the link was made, and is or was under its key.</summary>
    internal async ValueTask<bool> IsMadeAsync(ShortLink draft, CancellationToken cancellationToken) =>
        (await links.FindAsync(draft.Key, cancellationToken))?.Row.Nonce == draft.Nonce;

    // What ended longer ago than the quarantine lasts is kept for a moment all the same: the next clean-up frees its key.
    private LinkRow RowOf(ShortLink draft, DateTimeOffset? endedAt)
    {
        if (endedAt is not { } ended)
        {
            return new LinkRow.Live(draft);
        }

        var (now, until) = (time.GetUtcNow(), ended + options.Value.Quarantine);
        return LinkRow.Gone.Of(draft, ended, until > now ? until : now);
    }

    private async Task<ShortLink> IssueFromPoolAsync(ShortLink draft, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxKeys; attempt++)
        {
            var key = await pool.TakeAsync(cancellationToken);
            var link = draft with { Key = key.Value };
            if (await IssueFromPoolAsync(link, key, isLikelyTaken: attempt > 0, cancellationToken) == IssueOutcome.Issued)
            {
                return link;
            }
        }

        throw new WriteConflictException($"{MaxKeys} keys in a row were taken already.");
    }

    private async Task<IssueOutcome> IssueFromPoolAsync(ShortLink link, PoolKey key, bool isLikelyTaken, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = isLikelyTaken
                ? await LookAndIssueAsync(new LinkRow.Live(link), cancellationToken)
                : await IssueAsync(new LinkRow.Live(link), cancellationToken);

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

    private async Task<bool> TryIssueAsync(LinkRow row, CancellationToken cancellationToken) =>
        await LookAndIssueAsync(row, cancellationToken) == IssueOutcome.Issued;

    // An attempt at a key that is taken leaves index entries behind; where that is likely, the key is looked at first.
    private async ValueTask<IssueOutcome> LookAndIssueAsync(LinkRow row, CancellationToken cancellationToken)
    {
        var found = await links.FindAsync(row.Key, cancellationToken);
        return found switch
        {
            _ when found?.Row.Nonce == row.Nonce => IssueOutcome.Issued,
            _ when IsFree(found) => await IssueAsync(row, cancellationToken),
            { Row: LinkRow.Live } => IssueOutcome.Taken,
            _ => IssueOutcome.Quarantined,
        };
    }

    private bool IsFree(StoredLink? found) => found is null || (found.Row is LinkRow.Gone gone && gone.Until <= time.GetUtcNow());

    private async ValueTask<IssueOutcome> IssueAsync(LinkRow row, CancellationToken cancellationToken)
    {
        var outcome = await retry.RunAsync(token => AttemptAsync(row, token), cancellationToken);

        // Somebody may have looked for the key a moment ago and found nothing.
        invalidations.Forget(row.Key);
        return outcome;
    }

    private async ValueTask<IssueOutcome> AttemptAsync(LinkRow row, CancellationToken cancellationToken)
    {
        if (await links.TryAddAsync(row, cancellationToken))
        {
            return IssueOutcome.Issued;
        }

        return await links.FindAsync(row.Key, cancellationToken) switch
        {
            null => throw new WriteConflictException(),
            // An earlier attempt was stored, only its answer got lost.
            { Row: var found } when found.Nonce == row.Nonce => IssueOutcome.Issued,
            { Row: LinkRow.Live } => IssueOutcome.Taken,
            { } current when IsFree(current) =>
                await links.TryReplaceAsync(current, row, cancellationToken) ? IssueOutcome.Issued : throw new WriteConflictException(),
            _ => IssueOutcome.Quarantined,
        };
    }
}
