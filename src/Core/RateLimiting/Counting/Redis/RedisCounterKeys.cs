using System.Runtime.CompilerServices;
using System.Text;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Counting.Redis;

/// <summary>Names counters: <c>rl:{identity}:rule:algorithm:unit:place</c>. The braces make the identity's hash their hash tag.</summary>
internal static class RedisCounterKeys
{
    private static readonly ConditionalWeakTable<RuleCounter, byte[]> Names = [];

    public static RedisKey[] Of(IdentityGroup group)
    {
        var keys = new RedisKey[group.Counters.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Of(group.Identity, Names.GetValue(group.Counters[i], static counter => Encoding.ASCII.GetBytes($"}}:{counter.Name}")));
        }

        return keys;
    }

    private static byte[] Of(in CallerIdentity identity, byte[] name)
    {
        var start = "rl:{"u8;
        var key = new byte[start.Length + CallerIdentity.TagLength + name.Length];
        start.CopyTo(key);
        identity.WriteTag(key.AsSpan(start.Length));
        name.CopyTo(key.AsSpan(start.Length + CallerIdentity.TagLength));
        return key;
    }
}
