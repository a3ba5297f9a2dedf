using System.Numerics;

namespace Serverless.Bench.Scale;

/// <summary>
/// What redis-server 7.0 allocates for keys with an expiry, by its structures (<c>sds.h</c>, <c>object.h</c>, <c>dict.h</c>)
/// and the size classes of jemalloc as Debian builds it. Other versions and other allocators differ by some 16 bytes a key.
/// </summary>
public static class RedisMemory
{
    private const int Quantum = 16;
    private const int FirstSteps = 128;
    private const int Object = 16;
    private const int LongestEmbedded = 44;
    private const int DictEntry = 24;
    private const int Dicts = 2;
    private const int Pointer = 8;

    /// <summary>Bytes of a key with a string.</summary>
    /// <param name="keys">How many there are: hash tables grow by doubling, one of keys and one of expiries.</param>
    public static double OfString(int keyLength, int valueLength, int keys) => OfKey(keyLength, keys) + OfValue(valueLength);

    private static double OfKey(int length, int keys) => Allocated(Text(length)) + (Dicts * (Allocated(DictEntry) + ((double)Pointer * BitOperations.RoundUpToPowerOf2((uint)keys) / keys)));

    private static int OfValue(int length) => length <= LongestEmbedded ? Allocated(Object + Text(length, shortest: false)) : Allocated(Object) + Allocated(Text(length));

    // A header of one byte below 32 characters, of three to 255, of five beyond; and a zero at the end.
    private static int Text(int length, bool shortest = true) => length + 1 + length switch
    {
        < 32 when shortest => 1,
        <= 255 => 3,
        _ => 5,
    };

    private static int Allocated(int bytes)
    {
        if (bytes <= FirstSteps)
        {
            return (bytes + Quantum - 1) / Quantum * Quantum;
        }

        var step = (int)BitOperations.RoundUpToPowerOf2((uint)bytes) / 8;
        return (bytes + step - 1) / step * step;
    }
}
