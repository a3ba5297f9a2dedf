using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Core.Access;

/// <summary>
/// The part of an API key that only its holder has: 256 random bits behind a prefix that secret scanners can look for. One that
/// was made for an id which was there before has the id between both.
/// </summary>
public static class ApiKeySecret
{
    public const string Prefix = "slk_";

    private const int SecretBytes = 32;
    private const int IdLength = 16;
    private const int RandomLength = 43;
    private const int NamingLength = IdLength + RandomLength;

    private static readonly SearchValues<char> Base64UrlCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string Generate(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[SecretBytes];
        random.GetBytes(bytes);
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    /// <summary>A secret that names the key it is for.</summary>
    /// <param name="id">As <see cref="IdOf(string)"/> or <see cref="IdFor"/> gave it.</param>
    public static string Generate(string id, RandomNumberGenerator random) => Generate(random).Insert(Prefix.Length, id);

    /// <summary>SHA-256, base64url. A slow hash would protect guessable secrets; 256 random bits can't be guessed.</summary>
    public static string Hash(string secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(secret), hash);
        return Base64Url.EncodeToString(hash);
    }

    /// <summary>The public id of the key whose first secret has this hash: 96 of its bits.</summary>
    public static string IdOf(string hash) => hash[..IdLength];

    /// <summary>The id of the key that a secret is for, so that one point read finds it: the one that it names, or else that of its hash.</summary>
    public static string IdOf(string secret, string hash) =>
        secret.Length == Prefix.Length + NamingLength && secret.StartsWith(Prefix, StringComparison.Ordinal) && secret.AsSpan(Prefix.Length).IndexOfAnyExcept(Base64UrlCharacters) < 0
            ? secret.Substring(Prefix.Length, IdLength)
            : IdOf(hash);

    /// <summary>An id that is the same for the same words.</summary>
    public static string IdFor(string words) => IdOf(Hash(words));

    /// <summary>Compares in a time that does not depend on where the hashes differ.</summary>
    public static bool HashEquals(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(left.AsSpan()), MemoryMarshal.AsBytes(right.AsSpan()));
}
