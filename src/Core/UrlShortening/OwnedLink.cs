namespace Serverless.Core.UrlShortening;

/// <summary>
/// An entry of the index by owner: a hint that the link existed, to be checked against the link row. Also a place in the
/// list, which runs from the newest to the oldest, equal times by key.
/// </summary>
public sealed record OwnedLink(DateTimeOffset CreatedAt, string Key, string Nonce);
