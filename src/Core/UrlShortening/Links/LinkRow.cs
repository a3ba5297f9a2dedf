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

    /// <summary>Tells one issue of the key from the next in index entries.</summary>
    public abstract string Nonce { get; }

    /// <summary>The key is taken by a link, which may have expired without having been cleaned up yet.</summary>
    public sealed record Live(ShortLink Link) : LinkRow
    {
        public override string Key => Link.Key;

        public override DateTimeOffset DueAt => Link.ExpiresAt;

        public override string Nonce => Link.Nonce;
    }

    /// <summary>The key is in quarantine and must not be issued before <paramref name="Until"/>: browsers may still hold the old redirect.</summary>
    public sealed record Gone(string Key, string Nonce, DateTimeOffset Until) : LinkRow
    {
        public override string Key { get; } = Key;

        public override string Nonce { get; } = Nonce;

        public override DateTimeOffset DueAt => Until;
    }
}
