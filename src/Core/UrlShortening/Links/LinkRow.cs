namespace Serverless.Core.UrlShortening.Links;

/// <summary>
/// The row of a key, the only authority on what the key means: absent (no row), <see cref="Live"/> or <see cref="Gone"/>.
/// </summary>
public abstract record LinkRow
{
    private LinkRow()
    {
    }

    public abstract string Key { get; }

    /// <summary>When clean-up has to look at the row: a live link expires then, a gone one is released.</summary>
    public abstract DateTimeOffset DueAt { get; }

    /// <summary>Tells one issue of the key from the next: in index entries, and where clicks are counted.</summary>
    public abstract string Nonce { get; }

    /// <summary>The link that is or was; null where it is not known any more.</summary>
    public abstract ShortLink? Issue { get; }

    /// <summary>When the link ended; null when it hasn't by <paramref name="now"/>.</summary>
    public abstract DateTimeOffset? EndedAt(DateTimeOffset now);

    /// <summary>The key is taken by a link, which may have expired without having been cleaned up yet.</summary>
    public sealed record Live(ShortLink Link) : LinkRow
    {
        public override string Key => Link.Key;

        public override DateTimeOffset DueAt => Link.ExpiresAt;

        public override string Nonce => Link.Nonce;

        public override ShortLink Issue => Link;

        public override DateTimeOffset? EndedAt(DateTimeOffset now) => Link.IsExpired(now) ? Link.ExpiresAt : null;
    }

    /// <summary>
    /// The key is in quarantine and must not be issued before <paramref name="Until"/>: browsers may still hold the old
    /// redirect. So long the link can be brought back.
    /// </summary>
    /// <param name="Nonce">That of the link.</param>
    /// <param name="Link">The link as it was; null in a row of an earlier version, which can't be brought back.</param>
    /// <param name="Ended">When it ended; null in a row of an earlier version.</param>
    /// <param name="EndedBy">Names the deletion, which recognises its own row by it after a lost answer; null for a link that expired.</param>
    public sealed record Gone(string Key, string Nonce, DateTimeOffset Until, ShortLink? Link = null, DateTimeOffset? Ended = null, string? EndedBy = null) : LinkRow
    {
        public override string Key { get; } = Key;

        public override string Nonce { get; } = Nonce;

        public override DateTimeOffset DueAt => Until;

        public override ShortLink? Issue => Link;

        public override DateTimeOffset? EndedAt(DateTimeOffset now) => Ended;

        /// <summary>What a link becomes when it ends.</summary>
        /// <param name="until">The end of the quarantine.</param>
        public static Gone Of(ShortLink link, DateTimeOffset ended, DateTimeOffset until, string? endedBy = null) =>
            new(link.Key, link.Nonce, until.ToMilliseconds(), link, ended.ToMilliseconds(), endedBy);
    }
}
