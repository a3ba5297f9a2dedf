namespace Serverless.Functions.UrlShortening.Administration;

/// <summary>What became of the links of a batch, in their order.</summary>
public sealed record LinkBatchResponse(IReadOnlyList<LinkBatchItem> Items);
