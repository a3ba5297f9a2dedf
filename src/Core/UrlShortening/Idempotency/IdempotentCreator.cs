using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Serverless.Core.Access;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Keys;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Idempotency;

/// <summary>
/// Makes the links of a request once, however often it is sent (IETF draft-ietf-httpapi-idempotency-key-header). A row of
/// the request, with the key and nonce that were chosen for each link, comes before the links; whoever comes after a crash
/// finishes them under the same keys and nonces, so that a link which is there is recognised.
/// </summary>
public sealed class IdempotentCreator(ILinkRequestStore requests, LinkCreator creator, KeyPool pool, KeyGenerator generator, TimeProvider time)
{
    /// <summary>So long nobody else takes up a request that is being worked at; past it two may, and make the same links.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Keys of the pool that were taken by others, for one link of a request.</summary>
    private const int MaxKeys = 3 * KeyBlock.Size;

    /// <param name="idempotencyKey">As the client chose it, 1-255 characters.</param>
    /// <param name="body">The body of the request.</param>
    /// <param name="wanted">Its links; null for one that can't be read.</param>
    /// <inheritdoc cref="LinkCreator.CreateAsync"/>
    public async Task<IdempotentResult> CreateAsync(
        string idempotencyKey, ReadOnlyMemory<byte> body, IReadOnlyList<NewLink?> wanted, Caller caller, Uri requestAddress, CancellationToken cancellationToken)
    {
        var (id, hash) = (HashOf(Encoding.UTF8.GetBytes($"{caller.Owner}\n{idempotencyKey}")), HashOf(body.Span));
        var run = new Run(wanted, caller, requestAddress);
        var known = await requests.FindAsync(id, cancellationToken);
        if (known is not null && known.At + LinkRequest.Life > time.GetUtcNow())
        {
            return known.Body != hash
                ? new IdempotentResult(IdempotencyStatus.OtherBody)
                : known.IsSettled ? Answer(known, run) : await TakeUpAsync(known, run, cancellationToken);
        }

        var choice = await ChooseAsync(run, cancellationToken);
        var now = time.GetUtcNow().ToMilliseconds();
        var request = new LinkRequest(id, hash, now, now + Lease, choice.Links, known?.ETag ?? "");
        await (known is null ? requests.TryAddAsync(request, cancellationToken) : requests.TryReplaceAsync(request, cancellationToken));
        if (await ReloadAsync(request, cancellationToken) is { } mine)
        {
            return await FinishAsync(mine, choice.Keys, run, cancellationToken);
        }

        choice.Keys.ForEach(key => key?.Return());
        return new IdempotentResult(IdempotencyStatus.InFlight);
    }

    private static string HashOf(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(SHA256.HashData(bytes));

    private async Task<IdempotentResult> TakeUpAsync(LinkRequest known, Run run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMilliseconds();
        var taken = known with { LeasedUntil = now + Lease };
        return known.LeasedUntil <= now && await requests.TryReplaceAsync(taken, cancellationToken) && await ReloadAsync(taken, cancellationToken) is { } mine
            ? await FinishAsync(mine, [], run, cancellationToken)
            : new IdempotentResult(IdempotencyStatus.InFlight);
    }

    private async Task<(List<PoolKey?> Keys, IReadOnlyList<RequestedLink> Links)> ChooseAsync(Run run, CancellationToken cancellationToken)
    {
        var keys = new List<PoolKey?>();
        var links = new List<RequestedLink>();
        foreach (var wanted in run.Wanted)
        {
            var isRefused = wanted is null || creator.Refuse(wanted, run.Caller, run.RequestAddress) is not null;
            keys.Add(isRefused || wanted!.WantedKey is not null ? null : await pool.TakeAsync(cancellationToken));
            links.Add(isRefused ? RequestedLink.Refused : new RequestedLink(wanted!.WantedKey ?? keys[^1]!.Value, generator.NextNonce(), RequestedLinkState.Chosen));
        }

        return (keys, links);
    }

    // A refusal says nothing of whether an earlier copy of the write arrived: the nonces do.
    private async Task<LinkRequest?> ReloadAsync(LinkRequest stored, CancellationToken cancellationToken) =>
        await requests.FindAsync(stored.Id, cancellationToken) is { } found && found.Links.SequenceEqual(stored.Links) ? found : null;

    private async Task<IdempotentResult> FinishAsync(LinkRequest request, List<PoolKey?> keys, Run run, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxKeys && !request.IsSettled; attempt++)
        {
            var links = await Task.WhenAll(request.Links.Select((link, index) => SettleAsync(request, link, keys.ElementAtOrDefault(index), run.Wanted[index], run, cancellationToken)));
            keys = [];
            // The keys that come in place of others are stored before they are used.
            var next = request with { Links = links };
            var isStored = await requests.TryReplaceAsync(next, cancellationToken);
            request = isStored && next.IsSettled ? next : await ReloadAsync(next, cancellationToken) ?? throw new WriteConflictException();
        }

        return request.IsSettled ? Answer(request, run) : throw new WriteConflictException($"{MaxKeys} keys in a row were taken already.");
    }

    private async Task<RequestedLink> SettleAsync(LinkRequest request, RequestedLink link, PoolKey? key, NewLink? wanted, Run run, CancellationToken cancellationToken)
    {
        if (link.State != RequestedLinkState.Chosen)
        {
            return link;
        }

        var draft = DraftOf(request, link, wanted!, run);
        if (creator.Refuse(wanted!, run.Caller, run.RequestAddress) is not null && !await creator.IsMadeAsync(draft, cancellationToken))
        {
            // It could be made when it was sent first; meanwhile its end has passed, for example.
            return link with { State = RequestedLinkState.Refused };
        }

        return await creator.IssueAsync(draft, wanted!.EndedAt, key, cancellationToken) switch
        {
            IssueOutcome.Issued => link with { State = RequestedLinkState.Made },
            _ when wanted.WantedKey is not null => link with { State = RequestedLinkState.AliasTaken },
            _ => link with { Key = (await pool.TakeAsync(cancellationToken)).Value },
        };
    }

    private static ShortLink DraftOf(LinkRequest request, RequestedLink link, NewLink wanted, Run run) =>
        LinkCreator.Draft(wanted, run.Caller.Owner, request.At, link.Key, link.Nonce);

    private IdempotentResult Answer(LinkRequest request, Run run) => new(
        IdempotencyStatus.Ok,
        [
            .. request.Links.Zip(run.Wanted, (link, wanted) => link.State switch
            {
                RequestedLinkState.Made => LinkResult.Of(DraftOf(request, link, wanted!, run)),
                RequestedLinkState.AliasTaken => new LinkResult(LinkStatus.AliasTaken),
                _ => (wanted is null ? null : creator.Refuse(wanted, run.Caller, run.RequestAddress))
                    ?? new LinkResult(LinkStatus.Invalid, Errors: FieldErrors.Of("body", "was refused when it was sent first.")),
            }),
        ]);

    private sealed record Run(IReadOnlyList<NewLink?> Wanted, Caller Caller, Uri RequestAddress);
}

/// <summary>The end of a request with an idempotency key.</summary>
/// <param name="Results">What became of each link, in their order; empty unless the status is Ok.</param>
public sealed record IdempotentResult(IdempotencyStatus Status, IReadOnlyList<LinkResult> Results)
{
    internal IdempotentResult(IdempotencyStatus status)
        : this(status, [])
    {
    }
}

/// <summary>Whether a request with an idempotency key was carried out, now or earlier.</summary>
public enum IdempotencyStatus
{
    Ok,

    /// <summary>The key came with another body before.</summary>
    OtherBody,

    /// <summary>Somebody works at the same request.</summary>
    InFlight,
}
