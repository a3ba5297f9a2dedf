namespace Serverless.Core.UrlShortening;

/// <summary>
/// Where the rows of a key belong, by a hash of the key alone: the same in every process and version, because stored rows
/// are found again by it. FNV-1a of 32 bits over the key's ASCII bytes, with the final mixing of MurmurHash3, so that the
/// low bits depend on every character.
/// </summary>
public static class LinkShard
{
    /// <summary>Virtual shards, each of which lies in one storage account.</summary>
    public const int Count = 256;

    /// <summary>Buckets that clicks are counted in; those of one shard are congruent to it modulo <see cref="Count"/>.</summary>
    public const int Buckets = 1_024;

    private const uint FnvOffset = 2_166_136_261;
    private const uint FnvPrime = 16_777_619;

    /// <summary>The virtual shard of a key, 0-255.</summary>
    public static int Of(string key) => OfBucket(BucketOf(key));

    /// <summary>The bucket of a key, 0-1,023.</summary>
    public static int BucketOf(string key) => (int)(Hash(key) & (Buckets - 1));

    /// <summary>The virtual shard that a bucket's keys are in.</summary>
    public static int OfBucket(int bucket) => bucket % Count;

    private static uint Hash(string key)
    {
        var hash = FnvOffset;
        foreach (var character in key)
        {
            hash = (hash ^ character) * FnvPrime;
        }

        return Mix(hash);
    }

    private static uint Mix(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EB_CA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2_AE35;
        return hash ^ (hash >> 16);
    }
}
