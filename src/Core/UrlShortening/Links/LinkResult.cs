namespace Serverless.Core.UrlShortening.Links;

/// <summary>The end of a command or question about a link.</summary>
/// <param name="Link">The link with <see cref="LinkStatus.Ok"/>, unless it was deleted.</param>
/// <param name="Errors">What is wrong with <see cref="LinkStatus.Invalid"/>.</param>
public sealed record LinkResult(LinkStatus Status, ShortLink? Link = null, FieldErrors? Errors = null)
{
    public static LinkResult NotFound { get; } = new(LinkStatus.NotFound);

    public static LinkResult Gone { get; } = new(LinkStatus.Gone);

    public static LinkResult Of(ShortLink link) => new(LinkStatus.Ok, link);

    /// <summary>What a row means at a given time.</summary>
    public static LinkResult Of(LinkRow? row, DateTimeOffset now) => row switch
    {
        null => NotFound,
        LinkRow.Live live when !live.Link.IsExpired(now) => Of(live.Link),
        _ => Gone,
    };

    /// <summary>The same, refused when the link belongs to someone else.</summary>
    public LinkResult For(Access.Caller caller) =>
        Link is null || caller.Owns(Link.Owner) ? this : new LinkResult(LinkStatus.NotOwner);
}
