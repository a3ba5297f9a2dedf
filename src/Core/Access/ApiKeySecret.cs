using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Core.Access;

/// <summary>The part of an API key that only its holder has: 256 random bits behind a prefix that secret scanners can look for.</summary>
public static class ApiKeySecret
{
    public const string Prefix = "slk_";

    private const int SecretBytes = 32;
    private const int IdLength = 16;

    public static string Generate(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[SecretBytes];
        random.GetBytes(bytes);
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    /// <summary>SHA-256, base64url. A slow hash would protect guessable secrets; 256 random bits can't be guessed.</summary>
    public static string Hash(string secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(secret), hash);
        return Base64Url.EncodeToString(hash);
    }

    /// <summary>The public id of the key with this hash: 96 of its bits, so that one point read finds a presented key.</summary>
    public static string IdOf(string hash) => hash[..IdLength];

    /// <summary>Compares in a time that does not depend on where the hashes differ.</summary>
    public static bool HashEquals(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(left.AsSpan()), MemoryMarshal.AsBytes(right.AsSpan()));
}
