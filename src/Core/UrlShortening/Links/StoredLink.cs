namespace Serverless.Core.UrlShortening.Links;

/// <summary>A link row as read, with the opaque version that a replacement must name.</summary>
public sealed record StoredLink(LinkRow Row, string ETag);
