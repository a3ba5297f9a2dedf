namespace Serverless.Client;

/// <summary>Makes, reads, changes and deletes short links.</summary>
public sealed class LinksClient
{
    /// <summary>The most links that a batch may hold.</summary>
    public const int MaxBatch = 100;

    private const string Path = "api/links";

    private readonly ApiConnection api;

    internal LinksClient(ApiConnection api) => this.api = api;

    /// <summary>Makes a link. After a lost answer it is not repeated: with no alias a second link would come about.</summary>
    /// <exception cref="ServerlessException">409: the alias is taken; 400: a field can't be used; or another failure.</exception>
    public Task<ShortLink> CreateAsync(NewLink link, CancellationToken cancellationToken = default) =>
        api.WriteAsync(HttpMethod.Post, Path, ApiConnection.Json(link, LinksJson.Web.NewLink), RetryMode.IfRefused, LinksJson.Web.ShortLink, Tag, null, cancellationToken);

    /// <summary>Makes up to <see cref="MaxBatch"/> links; each succeeds or fails alone.</summary>
    /// <returns>What became of each, in their order.</returns>
    /// <exception cref="ServerlessException">The batch as a whole failed.</exception>
    public async Task<IReadOnlyList<LinkResult>> CreateAsync(IReadOnlyCollection<NewLink> links, CancellationToken cancellationToken = default)
    {
        var answer = await api.SendAsync(
            HttpMethod.Post, Path, ApiConnection.Json(links, LinksJson.Web.IReadOnlyCollectionNewLink), RetryMode.IfRefused, LinksJson.Web.LinkBatch, cancellationToken);
        return answer.Items;
    }

    /// <summary>Says what <see cref="CreateAsync(IReadOnlyCollection{NewLink}, CancellationToken)"/> would answer, and makes nothing: 200 for a link that could be made.</summary>
    /// <inheritdoc cref="CreateAsync(IReadOnlyCollection{NewLink}, CancellationToken)"/>
    public async Task<IReadOnlyList<LinkResult>> TryOutAsync(IReadOnlyCollection<NewLink> links, CancellationToken cancellationToken = default)
    {
        var answer = await api.SendAsync(
            HttpMethod.Post, $"{Path}?dryRun=true", ApiConnection.Json(links, LinksJson.Web.IReadOnlyCollectionNewLink), RetryMode.Always, LinksJson.Web.LinkBatch, cancellationToken);
        return answer.Items;
    }

    /// <summary>A link of one's own; null if there never was one.</summary>
    /// <exception cref="ServerlessException">410: it has expired or was deleted; 403: it is another owner's; or another failure.</exception>
    public Task<ShortLink?> FindAsync(string key, CancellationToken cancellationToken = default) =>
        api.FindAsync(PathOf(key), LinksJson.Web.ShortLink, Tag, cancellationToken);

    /// <summary>One's own links, newest first, page after page as they are asked for.</summary>
    public IAsyncEnumerable<ShortLink> ListAsync(CancellationToken cancellationToken = default) =>
        api.ListAsync(Path, LinksJson.Web.PageShortLink, cancellationToken);

    /// <summary>One's own links with a tag, newest first, page after page as they are asked for.</summary>
    /// <param name="tag">Upper and lower case differ.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public IAsyncEnumerable<ShortLink> ListByTagAsync(string tag, CancellationToken cancellationToken = default) =>
        api.ListAsync($"{Path}?tag={Uri.EscapeDataString(tag)}", LinksJson.Web.PageShortLink, cancellationToken);

    /// <summary>One's own link of a key, and those that lead to a host; nothing else is searched.</summary>
    /// <param name="text">An exact key, or the exact host of a target.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ServerlessException">400: the text can be neither; or another failure.</exception>
    public IAsyncEnumerable<ShortLink> SearchAsync(string text, CancellationToken cancellationToken = default) =>
        api.ListAsync($"{Path}?q={Uri.EscapeDataString(text)}", LinksJson.Web.PageShortLink, cancellationToken);

    /// <summary>A page of one's own links, newest first, for who has to be able to go on later.</summary>
    /// <param name="continuation">That of the page before; null for the first page.</param>
    /// <param name="limit">1-1000.</param>
    public async Task<LinkPage> ListPageAsync(string? continuation = null, int limit = 1_000, CancellationToken cancellationToken = default)
    {
        var page = await api.PageAsync(Path, LinksJson.Web.PageShortLink, continuation, limit, cancellationToken);
        return new LinkPage(page.Items, page.Continuation);
    }

    /// <summary>A page of all links of an owner, also of those that have ended and can be restored, with their clicks; for admins.</summary>
    /// <param name="owner">An owner, newest first; <c>*</c> for everybody, by key.</param>
    /// <inheritdoc cref="ListPageAsync"/>
    public async Task<LinkPage> ListPageOfAsync(string owner, string? continuation = null, int limit = 1_000, CancellationToken cancellationToken = default)
    {
        var page = await api.PageAsync($"{Path}?owner={Uri.EscapeDataString(owner)}", LinksJson.Web.PageShortLink, continuation, limit, cancellationToken);
        return new LinkPage(page.Items, page.Continuation);
    }

    /// <summary>Changes what is named and leaves the rest.</summary>
    /// <exception cref="ServerlessException">404 or 410: there is no such link; or another failure.</exception>
    public Task<ShortLink> ChangeAsync(string key, LinkChange change, CancellationToken cancellationToken = default) => WriteAsync(key, change, null, cancellationToken);

    /// <summary>Changes what is named and leaves the rest, where a condition is met.</summary>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<ShortLink> ChangeAsync(string key, LinkChange change, WriteCondition condition, CancellationToken cancellationToken = default) =>
        WriteAsync(key, change, condition, cancellationToken);

    /// <summary>Deletes a link: from now on it answers 410.</summary>
    /// <returns>Whether there was one; false too when an earlier attempt of the same call deleted it and its answer was lost.</returns>
    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken = default) => api.DeleteAsync(PathOf(key), cancellationToken);

    /// <summary>Deletes a link where a condition is met.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ServerlessException">412: the condition is not met; or another failure.</exception>
    public Task<bool> DeleteAsync(string key, WriteCondition condition, CancellationToken cancellationToken = default) => api.DeleteAsync(PathOf(key), condition, cancellationToken);

    /// <summary>Brings back a link that has ended, until its key is free.</summary>
    /// <param name="expiresAt">Its new end, needed where the old one has passed; null for the old one.</param>
    /// <exception cref="ServerlessException">410: its key is free by now; 404: there is none; or another failure.</exception>
    public Task<ShortLink> RestoreAsync(string key, DateTimeOffset? expiresAt = null, CancellationToken cancellationToken = default) =>
        api.WriteAsync(
            HttpMethod.Post, $"{PathOf(key)}/restore", ApiConnection.Json(new LinkChange { ExpiresAt = expiresAt }, LinksJson.Web.LinkChange), RetryMode.Always, LinksJson.Web.ShortLink, Tag, null, cancellationToken);

    /// <summary>How often a link was followed; null if there never was one.</summary>
    public Task<LinkStats?> FindStatsAsync(string key, CancellationToken cancellationToken = default) =>
        api.FindAsync($"{PathOf(key)}/stats", LinksJson.Web.LinkStats, cancellationToken);

    /// <summary>The QR code of a short URL as SVG; null if there never was such a link.</summary>
    public Task<string?> FindQrCodeAsync(string key, CancellationToken cancellationToken = default) => api.FindTextAsync($"{PathOf(key)}/qr", cancellationToken);

    private static ShortLink Tag(ShortLink link, string? etag) => link with { ETag = etag };

    private Task<ShortLink> WriteAsync(string key, LinkChange change, WriteCondition? condition, CancellationToken cancellationToken) => api.WriteAsync(
        HttpMethod.Patch, PathOf(key), ApiConnection.Json(change, LinksJson.Web.LinkChange), RetryMode.Always, LinksJson.Web.ShortLink, Tag, condition, cancellationToken);

    private static string PathOf(string key) => $"{Path}/{PathSegment.Of(key)}";
}
