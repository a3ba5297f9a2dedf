using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// What a consumer settles a message by: shard, number and lease, signed for one subscription (HMAC-SHA256, cut to 128
/// bits), so that nobody can settle what was not delivered to them.
/// </summary>
public readonly record struct AckId(int Shard, LeasedMessageId Message)
{
    private const int NumberAt = 1;
    private const int LeaseAt = 9;
    private const int MacAt = 17;
    private const int MacBytes = 16;
    private const int Length = MacAt + MacBytes;

    public static string Write(CursorId cursor, LeasedMessageId message, ReadOnlySpan<byte> key)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = (byte)cursor.Stream.Shard;
        BinaryPrimitives.WriteInt64BigEndian(bytes[NumberAt..], message.Number);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[LeaseAt..], message.Lease);
        Sign(cursor, bytes[..MacAt], key, bytes[MacAt..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>What an id says, not whether it is genuine; null for a text of another form.</summary>
    public static AckId? Read(string? text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (!TryDecode(text, bytes))
        {
            return null;
        }

        var number = BinaryPrimitives.ReadInt64BigEndian(bytes[NumberAt..]);
        return new AckId(bytes[0], new LeasedMessageId(number, BinaryPrimitives.ReadUInt64BigEndian(bytes[LeaseAt..])));
    }

    /// <summary>Whether the text is an id that <see cref="Write"/> made for this cursor.</summary>
    public static bool IsGenuine(string text, CursorId cursor, ReadOnlySpan<byte> key)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Span<byte> expected = stackalloc byte[MacBytes];
        if (!TryDecode(text, bytes))
        {
            return false;
        }

        Sign(cursor, bytes[..MacAt], key, expected);
        return CryptographicOperations.FixedTimeEquals(expected, bytes[MacAt..]);
    }

    private static bool TryDecode(string? text, Span<byte> bytes) =>
        text is { Length: Length / 3 * 4 } && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == Length;

    private static void Sign(CursorId cursor, ReadOnlySpan<byte> said, ReadOnlySpan<byte> key, Span<byte> mac)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, [.. Encoding.UTF8.GetBytes($"{cursor.SubscriptionId}/{cursor.Stream}/"), .. said], hash);
        hash[..MacBytes].CopyTo(mac);
    }
}
