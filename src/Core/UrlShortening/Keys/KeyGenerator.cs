using System.Buffers.Text;
using System.Security.Cryptography;

namespace Serverless.Core.UrlShortening.Keys;

/// <summary>Draws short keys and nonces from a cryptographic source: a key tells nothing of the one before or after it.</summary>
public sealed class KeyGenerator(RandomNumberGenerator random)
{
    private const int NonceBytes = 12;

    // The largest multiple of 62 in a byte: what lies above would make the first letters likelier.
    private const int Unbiased = byte.MaxValue + 1 - ((byte.MaxValue + 1) % 62);

    /// <summary>A new key: 8 base62 characters, each of the 62^8 (2.2e14) equally likely.</summary>
    public string NextKey() => string.Create(LinkKey.Length, random, static (key, random) =>
    {
        Span<byte> bytes = stackalloc byte[2 * LinkKey.Length];
        var drawn = 0;
        while (drawn < key.Length)
        {
            random.GetBytes(bytes);
            foreach (var value in bytes)
            {
                if (value < Unbiased && drawn < key.Length)
                {
                    key[drawn++] = LinkKey.Alphabet[value % LinkKey.Alphabet.Length];
                }
            }
        }
    });

    /// <summary>A new nonce: 96 random bits, base64url.</summary>
    public string NextNonce()
    {
        Span<byte> bytes = stackalloc byte[NonceBytes];
        random.GetBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
