using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Serverless.Core.RateLimiting;

/// <summary>Hashes identities; different ones never have the same input.</summary>
internal static class IdentityHash
{
    private const int PrefixLength = 1 + sizeof(int);
    private const int StackLength = 512;

    /// <summary>Of UTF-16 as it is, so that text that is no valid Unicode stays apart too.</summary>
    public static CallerIdentity Of(IdentityKind kind, ReadOnlySpan<char> value, ReadOnlySpan<char> header = default) =>
        Of(kind, MemoryMarshal.AsBytes(value), MemoryMarshal.AsBytes(header));

    public static CallerIdentity Of(IdentityKind kind, ReadOnlySpan<byte> value, ReadOnlySpan<byte> header = default)
    {
        var length = PrefixLength + header.Length + value.Length;
        var rented = length > StackLength ? ArrayPool<byte>.Shared.Rent(length) : null;
        var input = rented is null ? stackalloc byte[length] : rented.AsSpan(0, length);
        input[0] = (byte)kind;
        MemoryMarshal.Write(input[1..], header.Length);
        header.CopyTo(input[PrefixLength..]);
        value.CopyTo(input[(PrefixLength + header.Length)..]);
        var identity = new CallerIdentity(kind, Hash(input));
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return identity;
    }

    private static UInt128 Hash(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
