namespace Serverless.Core.RateLimiting.Counting;

/// <summary>Division of whole numbers of 0 or more; exact in a script's doubles too while the dividend plus the divisor is below 2^53.</summary>
internal static class CeilingDivision
{
    public static long Ceiling(long dividend, long divisor) => (dividend + divisor - 1) / divisor;
}
