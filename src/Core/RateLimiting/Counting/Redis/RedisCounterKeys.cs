using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>
/// Names counters in 26 bytes, for which a server allocates 32: in braces, which make it the hash tag, the identity's 128 bits; then
/// 64 bits of a hash of the counter's name, the same wherever and whenever the rule is made.
/// </summary>
public static class RedisCounterKeys
{
    private const int HashLength = 16;
    private const int NameLength = 8;
    private const byte Open = (byte)'{';
    private const byte Close = (byte)'}';

    private static readonly ConditionalWeakTable<RuleCounter, byte[]> Names = [];

    /// <summary>The key of each of the group's counters.</summary>
    public static RedisKey[] Of(IdentityGroup group)
    {
        var keys = new RedisKey[group.Counters.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Of(group.Identity, Names.GetValue(group.Counters[i], static counter => SHA256.HashData(Encoding.UTF8.GetBytes(counter.Name))[..NameLength]));
        }

        return keys;
    }

    private static byte[] Of(in CallerIdentity identity, byte[] name)
    {
        var key = new byte[1 + HashLength + 1 + NameLength];
        key[0] = Open;
        BinaryPrimitives.WriteUInt128LittleEndian(key.AsSpan(1), identity.Hash);
        // A tag that is empty is none. One that ends early, at a brace within, is still the same for all of an identity's counters.
        if (key[1] == Close)
        {
            key[1]--;
        }

        key[1 + HashLength] = Close;
        name.CopyTo(key.AsSpan(1 + HashLength + 1));
        return key;
    }
}
