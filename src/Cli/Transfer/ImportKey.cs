using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Cli.Transfer;

/// <summary>
/// The key of a link that names none: drawn at random, but the same each time it is asked for. A link that was sent before
/// the tool was killed, or whose answer was lost, is thereby sent again under the same key, and the service refuses it as taken.
/// One character longer than the keys that the service draws, so that the two do not meet.
/// </summary>
internal static class ImportKey
{
    public const int SeedBytes = 16;

    private const int Length = 9;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <param name="id">Of the record.</param>
    public static string Of(ReadOnlySpan<byte> seed, string id)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(seed, Encoding.ASCII.GetBytes(id), hash);
        var rest = BinaryPrimitives.ReadUInt128BigEndian(hash);
        Span<char> key = stackalloc char[Length];
        for (var i = 0; i < Length; i++)
        {
            (rest, var digit) = UInt128.DivRem(rest, (UInt128)Alphabet.Length);
            key[i] = Alphabet[(int)digit];
        }

        return new string(key);
    }
}
