using Microsoft.Extensions.Options;
using Serverless.Core.Access;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Changes, deletes and brings back links on behalf of their owner or an admin.</summary>
public sealed class LinkEditor(
    LinkRules rules,
    LinkWriter links,
    KeyGenerator generator,
    StoreRetry retry,
    LinkInvalidations invalidations,
    IOptions<LinksOptions> options,
    TimeProvider time)
{
    /// <summary>Changes a link, whatever its revision is.</summary>
    /// <inheritdoc cref="ChangeAsync(string, LinkChange, Precondition, Caller, Uri, CancellationToken)"/>
    public Task<LinkResult> ChangeAsync(string key, LinkChange change, Caller caller, Uri requestAddress, CancellationToken cancellationToken) =>
        ChangeAsync(key, change, Precondition.None, caller, requestAddress, cancellationToken);

    /// <summary>Changes a link. A new end brings back one that has expired, while its key is in quarantine.</summary>
    /// <param name="requestAddress">The address that the request came to; links must not lead back to it.</param>
    /// <param name="precondition">What the revision of the link has to be.</param>
    /// <exception cref="PreconditionFailedException">It is another; nothing was changed.</exception>
    /// <exception cref="WriteConflictException">Others changed the link all the while.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the change may have been made.</exception>
    public async Task<LinkResult> ChangeAsync(
        string key, LinkChange change, Precondition precondition, Caller caller, Uri requestAddress, CancellationToken cancellationToken)
    {
        var errors = rules.Check(change, requestAddress);
        var (labelNonce, mine) = (generator.NextNonce(), new HashSet<string>(StringComparer.Ordinal));
        return errors.IsEmpty
            ? await RunAsync(key, token => AttemptChangeAsync(key, change, labelNonce, precondition, mine, caller, token), cancellationToken)
            : new LinkResult(LinkStatus.Invalid, Errors: errors);
    }

    /// <summary>
    /// Brings back a link that has ended, as it was, while its key is in quarantine. Of a link that lives it changes the end alone,
    /// if one is given: so a repetition does no harm.
    /// </summary>
    /// <param name="restoration">The link's new end, needed where the old one has passed.</param>
    /// <inheritdoc cref="ChangeAsync(string, LinkChange, Caller, Uri, CancellationToken)"/>
    public async Task<LinkResult> RestoreAsync(string key, LinkRestoration restoration, Caller caller, CancellationToken cancellationToken)
    {
        var errors = rules.Check(restoration);
        return errors.IsEmpty
            ? await RunAsync(key, token => AttemptRestoreAsync(key, restoration, caller, token), cancellationToken)
            : new LinkResult(LinkStatus.Invalid, Errors: errors);
    }

    /// <summary>Deletes a link: its key is quarantined from now on. <see cref="LinkStatus.NotFound"/> when there is no live one.</summary>
    /// <inheritdoc cref="ChangeAsync(string, LinkChange, Precondition, Caller, Uri, CancellationToken)"/>
    public async Task<LinkResult> DeleteAsync(string key, Precondition precondition, Caller caller, CancellationToken cancellationToken)
    {
        var deletion = generator.NextNonce();
        return await RunAsync(key, token => AttemptDeleteAsync(key, deletion, precondition, caller, token), cancellationToken);
    }

    /// <summary>Deletes a link, whatever its revision is.</summary>
    /// <inheritdoc cref="DeleteAsync(string, Precondition, Caller, CancellationToken)"/>
    public Task<LinkResult> DeleteAsync(string key, Caller caller, CancellationToken cancellationToken) =>
        DeleteAsync(key, Precondition.None, caller, cancellationToken);

    private async Task<LinkResult> RunAsync(string key, Func<CancellationToken, ValueTask<LinkResult>> attempt, CancellationToken cancellationToken)
    {
        // Not only after a success: what failed may have been stored, and the refusals that wrote nothing are few.
        var mayHaveWritten = true;
        try
        {
            var result = await retry.RunConditionallyAsync(attempt, cancellationToken);
            mayHaveWritten = result.Status == LinkStatus.Ok;
            return result;
        }
        catch (PreconditionFailedException)
        {
            mayHaveWritten = false;
            throw;
        }
        finally
        {
            if (mayHaveWritten)
            {
                await invalidations.InvalidateAsync(key);
            }
        }
    }

    /// <param name="mine">Revisions that this request has drawn: one that is there was stored by an attempt whose answer got lost.</param>
    private async ValueTask<LinkResult> AttemptChangeAsync(
        string key, LinkChange change, string labelNonce, Precondition precondition, HashSet<string> mine, Caller caller, CancellationToken cancellationToken)
    {
        var current = await FindAsync(key, cancellationToken);
        var now = time.GetUtcNow();
        var result = (change.ExpiresAt is null || !HasExpired(current?.Row, now) ? LinkResult.Of(current?.Row, now) : ReturnOf(current!.Row, now)).For(caller);
        if (result.Link is not { } link)
        {
            return result;
        }

        if (mine.Contains(link.Revision))
        {
            return result;
        }

        precondition.Require(link.Revision);
        return await PutAsync(current!, change.Apply(link, labelNonce), NextRevision(mine), cancellationToken);
    }

    private async ValueTask<LinkResult> AttemptRestoreAsync(string key, LinkRestoration restoration, Caller caller, CancellationToken cancellationToken)
    {
        var current = await FindAsync(key, cancellationToken);
        var now = time.GetUtcNow();
        var result = ReturnOf(current?.Row, now).For(caller);
        if (result.Link is not { } link)
        {
            return result;
        }

        var returning = link with { ExpiresAt = restoration.EndAt(now)?.ToMilliseconds() ?? link.ExpiresAt };
        return returning.IsExpired(now)
            ? new LinkResult(LinkStatus.Invalid, Errors: FieldErrors.Of("expiresAt", "is required: the link's old end has passed."))
            : await PutAsync(current!, returning, generator.NextNonce(), cancellationToken);
    }

    /// <param name="revision">Of the link as it is then, unless it is so already.</param>
    private async ValueTask<LinkResult> PutAsync(StoredLink current, ShortLink link, string revision, CancellationToken cancellationToken)
    {
        if (current.Row is LinkRow.Live && current.Row.Issue == link)
        {
            return LinkResult.Of(link);
        }

        var changed = link with { Revision = revision };
        return await links.TryReplaceAsync(current, new LinkRow.Live(changed), cancellationToken) ? LinkResult.Of(changed) : throw new WriteConflictException();
    }

    private string NextRevision(HashSet<string> mine)
    {
        var revision = generator.NextNonce();
        mine.Add(revision);
        return revision;
    }

    // A link that was deleted comes back by being restored, never by the way.
    private static bool HasExpired(LinkRow? row, DateTimeOffset now) => row?.Issue?.IsExpired(now) == true && row.EndedAt(now) >= row.Issue.ExpiresAt;

    /// <summary>The link of a row that lives or can be brought back.</summary>
    private static LinkResult ReturnOf(LinkRow? row, DateTimeOffset now) => row switch
    {
        null => LinkResult.NotFound,
        LinkRow.Gone gone when now >= gone.Until || gone.Link is null => LinkResult.Gone,
        _ => LinkResult.Of(row.Issue!),
    };

    private async ValueTask<LinkResult> AttemptDeleteAsync(string key, string deletion, Precondition precondition, Caller caller, CancellationToken cancellationToken)
    {
        var current = await FindAsync(key, cancellationToken);
        if (current?.Row is LinkRow.Gone gone)
        {
            // An earlier attempt was stored, only its answer got lost.
            return gone.EndedBy == deletion ? new LinkResult(LinkStatus.Ok) : LinkResult.NotFound;
        }

        var now = time.GetUtcNow();
        var result = LinkResult.Of(current?.Row, now).For(caller);
        if (result.Link is not { } link)
        {
            return result.Status == LinkStatus.Gone ? LinkResult.NotFound : result;
        }

        precondition.Require(link.Revision);
        return await links.TryReplaceAsync(current!, LinkRow.Gone.Of(link, now, now + options.Value.Quarantine, deletion), cancellationToken)
            ? new LinkResult(LinkStatus.Ok)
            : throw new WriteConflictException();
    }

    private async ValueTask<StoredLink?> FindAsync(string key, CancellationToken cancellationToken) =>
        LinkKey.IsPossible(key) ? await links.FindAsync(key, cancellationToken) : null;
}
