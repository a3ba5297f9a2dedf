namespace Serverless.Functions.UrlShortening;

/// <summary>What became of the links of a batch, in their order.</summary>
public sealed record LinkBatchAnswer(IReadOnlyList<LinkBatchItem> Items);
