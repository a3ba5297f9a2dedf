namespace Serverless.Core.UrlShortening.Following;

/// <summary>Who follows a link, as far as their request tells.</summary>
/// <param name="Referrer">The <c>Referer</c> header; null or empty for none.</param>
/// <param name="UserAgent">The <c>User-Agent</c> header; null or empty for none.</param>
/// <param name="IsPrefetch">Whether a browser looks ahead, and nobody may ever see the page.</param>
/// <param name="Counts">Whether it is a click: a HEAD is none.</param>
public readonly record struct Visitor(string? Referrer, string? UserAgent, bool IsPrefetch, bool Counts);
