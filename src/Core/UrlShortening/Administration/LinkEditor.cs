using Microsoft.Extensions.Options;
using Serverless.Core.Access;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Administration;

/// <summary>Changes and deletes links on behalf of their owner or an admin.</summary>
public sealed class LinkEditor(
    LinkRules rules,
    ILinkStore links,
    KeyGenerator generator,
    StoreRetry retry,
    LinkInvalidations invalidations,
    IOptions<LinksOptions> options,
    TimeProvider time)
{
    /// <param name="requestAddress">The address that the request came to; links must not lead back to it.</param>
    /// <exception cref="WriteConflictException">Others changed the link all the while.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the change may have been made.</exception>
    public async Task<LinkResult> ChangeAsync(string key, LinkChange change, Caller caller, Uri requestAddress, CancellationToken cancellationToken)
    {
        var errors = rules.Check(change, requestAddress);
        return errors.IsEmpty
            ? await RunAsync(key, token => AttemptChangeAsync(key, change, caller, token), cancellationToken)
            : new LinkResult(LinkStatus.Invalid, Errors: errors);
    }

    /// <summary>Deletes a link: its key is quarantined from now on. <see cref="LinkStatus.NotFound"/> when there is no live one.</summary>
    /// <inheritdoc cref="ChangeAsync"/>
    public async Task<LinkResult> DeleteAsync(string key, Caller caller, CancellationToken cancellationToken)
    {
        var nonce = generator.NextNonce();
        return await RunAsync(key, token => AttemptDeleteAsync(key, nonce, caller, token), cancellationToken);
    }

    private async Task<LinkResult> RunAsync(string key, Func<CancellationToken, ValueTask<LinkResult>> attempt, CancellationToken cancellationToken)
    {
        // Not only after a success: what failed may have been stored, and the refusals that wrote nothing are few.
        var mayHaveWritten = true;
        try
        {
            var result = await retry.RunAsync(attempt, cancellationToken);
            mayHaveWritten = result.Status == LinkStatus.Ok;
            return result;
        }
        finally
        {
            if (mayHaveWritten)
            {
                await invalidations.InvalidateAsync(key);
            }
        }
    }

    private async ValueTask<LinkResult> AttemptChangeAsync(string key, LinkChange change, Caller caller, CancellationToken cancellationToken)
    {
        var current = await FindAsync(key, cancellationToken);
        var result = LinkResult.Of(current?.Row, time.GetUtcNow()).For(caller);
        if (result.Link is not { } link)
        {
            return result;
        }

        var changed = link with
        {
            Url = change.Url ?? link.Url,
            ExpiresAt = change.ExpiresAt?.ToMilliseconds() ?? link.ExpiresAt,
            Redirect = change.Redirect is { } redirect ? (LinkRedirect)redirect : link.Redirect,
        };
        return changed == link || await links.TryReplaceAsync(current!, new LinkRow.Live(changed), cancellationToken)
            ? LinkResult.Of(changed)
            : throw new WriteConflictException();
    }

    private async ValueTask<LinkResult> AttemptDeleteAsync(string key, string nonce, Caller caller, CancellationToken cancellationToken)
    {
        var current = await FindAsync(key, cancellationToken);
        if (current?.Row is LinkRow.Gone gone)
        {
            // An earlier attempt was stored, only its answer got lost.
            return gone.Nonce == nonce ? new LinkResult(LinkStatus.Ok) : LinkResult.NotFound;
        }

        var now = time.GetUtcNow();
        var result = LinkResult.Of(current?.Row, now).For(caller);
        if (result.Link is null)
        {
            return result.Status == LinkStatus.Gone ? LinkResult.NotFound : result;
        }

        var buried = new LinkRow.Gone(key, nonce, (now + options.Value.Quarantine).ToMilliseconds());
        return await links.TryReplaceAsync(current!, buried, cancellationToken)
            ? new LinkResult(LinkStatus.Ok)
            : throw new WriteConflictException();
    }

    private async ValueTask<StoredLink?> FindAsync(string key, CancellationToken cancellationToken) =>
        LinkKey.IsPossible(key) ? await links.FindAsync(key, cancellationToken) : null;
}
