using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>
/// Names counters in 26 bytes, for which a server allocates 32: in braces, which make it the hash tag, the identity's 128 bits; then
/// 64 bits of a hash of the counter's name, the same wherever and whenever the rule is made. Packed counters are fields of a
/// hash that a number in the braces and the counter's name tell: so are all keys of the identity, to lie in one slot.
/// </summary>
/// <param name="hashes">How many hashes a rule's counters are spread over; 0 where each is a key.</param>
public sealed class RedisCounterKeys(uint hashes = 0)
{
    /// <summary>Of the key of a hash.</summary>
    internal const int PackedLength = 1 + NumberLength + 1 + NameLength;

    /// <summary>Far from the 128 up to which a server keeps a hash as a list of bytes: callers do not spread evenly.</summary>
    private const int CallersPerHash = 32;

    private const int NumberLength = sizeof(uint);
    private const int IdentityLength = 16;
    private const int NameLength = 8;
    private const byte Open = (byte)'{';
    private const byte Close = (byte)'}';

    private static readonly ConditionalWeakTable<RuleCounter, byte[]> Names = [];

    /// <param name="packedCallers">As <see cref="RateLimitOptions.PackedCallers"/>.</param>
    public static RedisCounterKeys For(long packedCallers) => new((uint)((packedCallers + CallersPerHash - 1) / CallersPerHash));

    /// <summary>Whether an algorithm's state is of a size and a lifetime that a hash of many can have.</summary>
    internal static bool CanBePacked(RateLimitAlgorithm algorithm) => algorithm is RateLimitAlgorithm.FixedWindow or RateLimitAlgorithm.SlidingWindowCounter;

    /// <summary>Whether counters of such an identity share hashes; the one of a global rule has nobody to share with.</summary>
    public bool IsPacked(in CallerIdentity identity) => hashes > 0 && identity.Kind != IdentityKind.Global;

    /// <summary>The key of each of the group's counters.</summary>
    public RedisKey[] Of(IdentityGroup group)
    {
        var isPacked = IsPacked(group.Identity);
        var keys = new RedisKey[group.Counters.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var name = Names.GetValue(group.Counters[i], static counter => SHA256.HashData(Encoding.UTF8.GetBytes(counter.Name))[..NameLength]);
            keys[i] = isPacked ? Packed(group.Identity, name, CanBePacked(group.Counters[i].Rule.Algorithm)) : Plain(group.Identity, name);
        }

        return keys;
    }

    /// <summary>The identity's field in hashes.</summary>
    public static RedisValue FieldOf(in CallerIdentity identity)
    {
        var field = new byte[IdentityLength];
        BinaryPrimitives.WriteUInt128LittleEndian(field, identity.Hash);
        return field;
    }

    private static byte[] Plain(in CallerIdentity identity, byte[] name)
    {
        var key = new byte[1 + IdentityLength + 1 + NameLength];
        key[0] = Open;
        BinaryPrimitives.WriteUInt128LittleEndian(key.AsSpan(1), identity.Hash);
        // A tag that is empty is none. One that ends early, at a brace within, is still the same for all of an identity's counters.
        if (key[1] == Close)
        {
            key[1]--;
        }

        key[1 + IdentityLength] = Close;
        name.CopyTo(key.AsSpan(1 + IdentityLength + 1));
        return key;
    }

    // There are fewer hashes than numbers, so no number begins with a brace.
    private byte[] Packed(in CallerIdentity identity, byte[] name, bool isField)
    {
        var key = new byte[isField ? PackedLength : PackedLength + IdentityLength];
        key[0] = Open;
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(1), (uint)((ulong)identity.Hash % hashes));
        key[1 + NumberLength] = Close;
        name.CopyTo(key.AsSpan(1 + NumberLength + 1));
        if (!isField)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(key.AsSpan(PackedLength), identity.Hash);
        }

        return key;
    }
}
