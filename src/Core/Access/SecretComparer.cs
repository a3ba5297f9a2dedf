using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Serverless.Core.Access;

/// <summary>Compares secrets that are looked up, in a time that does not tell how far a wrong one is right.</summary>
public sealed class SecretComparer : IEqualityComparer<string>
{
    /// <summary>Only secrets of another length are told apart early: all of ours have one.</summary>
    public bool Equals(string? x, string? y) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(x.AsSpan()), MemoryMarshal.AsBytes(y.AsSpan()));

    /// <summary>Seeded anew in every process, unlike the one that a table of strings takes by itself: nobody can make a secret that gets as far as the comparison.</summary>
    public int GetHashCode(string obj) => obj.GetHashCode(StringComparison.Ordinal);
}
