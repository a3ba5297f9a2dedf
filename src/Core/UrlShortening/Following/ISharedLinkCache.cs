namespace Serverless.Core.UrlShortening.Following;

/// <summary>
/// The cache that instances share, and the channel by which they tell one another of changes. It may forget anything at
/// any time, and what it can't do it leaves undone: no member throws because it fails.
/// </summary>
public interface ISharedLinkCache
{
    /// <summary>How long it believes a link, counted from the moment before its row was read; zero when it keeps none.</summary>
    TimeSpan Lifetime { get; }

    /// <summary>What is kept for a key; neither kept nor a miss when it is not to be had in time or can't be read.</summary>
    ValueTask<SharedLink> FindAsync(string key);

    /// <summary>
    /// Keeps a target if nothing is kept for its key. False if something is, another reader's find or a mark; and if
    /// <paramref name="askedAt"/> is longer ago than a reader may take, by the cache's own clock: a mark may have come and gone since.
    /// </summary>
    /// <param name="until">How long it may be believed.</param>
    /// <param name="askedAt"><see cref="SharedLink.AskedAt"/> of the miss that came before the row was read.</param>
    ValueTask<bool> TryAddAsync(LinkTarget target, DateTimeOffset until, long askedAt);

    /// <summary>Replaces what is kept by a mark that stays for a minute, and tells every instance.</summary>
    /// <returns>Whether the mark was confirmed; if not, it may have been set all the same, or be set later.</returns>
    Task<bool> InvalidateAsync(string key);

    /// <summary>Hears of invalidations until it is cancelled.</summary>
    /// <param name="invalidated">Called with the key.</param>
    /// <param name="missed">Called when invalidations may have been missed.</param>
    /// <param name="listening">Called once none is missed any more.</param>
    Task ListenAsync(Action<string> invalidated, Action missed, Action listening, CancellationToken cancellationToken);
}

/// <summary>What following a link takes of it: the part that caches keep.</summary>
/// <param name="Url">Sent byte for byte.</param>
/// <param name="ForwardsQuery">Whether what visitors ask with is appended to it.</param>
public sealed record LinkTarget(string Key, string Nonce, string Url, LinkRedirect Redirect, bool ForwardsQuery, DateTimeOffset ExpiresAt)
{
    public static LinkTarget Of(ShortLink link) => new(link.Key, link.Nonce, link.Url, link.Redirect, link.ForwardQuery, link.ExpiresAt);

    /// <summary>Where a visitor is sent.</summary>
    /// <param name="query">Of the short URL, as it was sent; null or empty for none.</param>
    public string UrlFor(string? query) => ForwardsQuery ? ForwardedQuery.Append(Url, query) : Url;
}

/// <summary>What the shared cache answers for a key: a target, the mark of a recent invalidation, that it has nothing, or nothing at all (the default).</summary>
/// <param name="Target">Null unless it keeps one.</param>
/// <param name="Until">How long the target may be believed, by the clock of the instance that read its row.</param>
/// <param name="AskedAt">When it was asked and had nothing, in milliseconds of a clock of its own; null otherwise. Who reads the row after that may add it.</param>
public readonly record struct SharedLink(LinkTarget? Target, DateTimeOffset Until, bool IsMark, long? AskedAt = null)
{
    public static SharedLink Mark { get; } = new(null, default, IsMark: true);

    public static SharedLink Miss(long askedAt) => new(null, default, IsMark: false, askedAt);
}
