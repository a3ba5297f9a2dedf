namespace Serverless.Core.UrlShortening.Links;

/// <summary>A part of an owner's links, newest first.</summary>
/// <param name="Next">Where the following page begins; null at the end.</param>
public sealed record LinkPage(IReadOnlyList<ShortLink> Links, OwnedLink? Next);
