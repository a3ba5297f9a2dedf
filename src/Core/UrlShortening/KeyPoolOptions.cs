using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.UrlShortening;

/// <summary>Settings of the section <c>Links:KeyPool</c>.</summary>
public sealed class KeyPoolOptions
{
    /// <summary>Parts of the pool; may be raised, never lowered while blocks lie in the upper ones.</summary>
    [Range(1, 256)]
    public int Shards { get; set; } = 4;

    /// <summary>Free blocks that the refill keeps in each shard.</summary>
    [Range(1, 1_000)]
    public int FreeBlocks { get; set; } = 8;

    /// <summary>How long an instance may hand out the keys of a block it has taken.</summary>
    [Range(typeof(TimeSpan), "00:02:00", "7.00:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromHours(1);
}
