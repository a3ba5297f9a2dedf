namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// How long a failed message waits: at random between the shortest backoff and a bound that doubles with each attempt
/// ("full jitter", Brooker, Exponential Backoff and Jitter, 2015, with a floor).
/// </summary>
public static class RedeliveryBackoff
{
    private const int MostDoublings = 40;

    /// <param name="attempts">Deliveries so far, from 1.</param>
    /// <param name="seed">Decides where in the range.</param>
    public static TimeSpan After(int attempts, TimeSpan min, TimeSpan max, ulong seed)
    {
        var bound = Math.Min(max.TotalMilliseconds, min.TotalMilliseconds * Math.Pow(2, Math.Min(attempts, MostDoublings)));
        var share = (Mix(seed) >> 11) / (double)(1UL << 53);
        return TimeSpan.FromMilliseconds(Math.Floor(min.TotalMilliseconds + (share * Math.Max(0, bound - min.TotalMilliseconds))));
    }

    /// <summary>Spreads neighbouring seeds (SplitMix64, Steele, Lea, Flood, 2014).</summary>
    internal static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
