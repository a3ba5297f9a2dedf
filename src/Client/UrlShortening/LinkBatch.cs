namespace Serverless.Client.UrlShortening;

/// <summary>The answer to a batch.</summary>
internal sealed record LinkBatch(IReadOnlyList<LinkResult> Items);
