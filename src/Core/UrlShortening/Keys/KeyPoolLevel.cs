namespace Serverless.Core.UrlShortening.Keys;

/// <summary>How one shard of the key pool stood when a refill had looked at it and filled it.</summary>
/// <param name="FreeBlocks">Blocks that can be taken; where there are more than the refill looks at (64, or as many as are wanted), at least so many.</param>
/// <param name="FreeKeys">Keys in those blocks.</param>
/// <param name="AddedBlocks">So many of them the refill had to make.</param>
/// <param name="WantedBlocks">So many are to be free.</param>
/// <param name="RecentTakes">Blocks that all instances together took in the last <see cref="KeyPoolRefill.RateWindow"/>.</param>
/// <param name="Leases">Blocks that instances hold.</param>
public sealed record KeyPoolLevel(int Shard, int FreeBlocks, int FreeKeys, int AddedBlocks, int WantedBlocks, int RecentTakes, int Leases);
