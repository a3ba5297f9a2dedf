using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// Ordering keys as cursors keep them: 32 bits of XXH3 (Collet, xxHash) of the key. Two keys that share a number are kept in
/// order as if they were one, which delays and never reorders.
/// </summary>
public static class OrderingKeys
{
    /// <param name="key">Null or empty for none: those messages count as one key.</param>
    /// <returns>Never 0.</returns>
    public static uint Of(string? key) =>
        Math.Max(1, (uint)XxHash3.HashToUInt64(MemoryMarshal.AsBytes((key ?? "").AsSpan())));
}
