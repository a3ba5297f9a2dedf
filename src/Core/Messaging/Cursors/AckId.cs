using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What a consumer settles a message by: shard, number and lease, and the signature of an <see cref="AckIdSigner"/>.</summary>
public readonly record struct AckId(int Shard, LeasedMessageId Message, UInt128 Signature)
{
    private const int NumberAt = 1;
    private const int LeaseAt = 9;
    private const int SignatureAt = 17;
    private const int Length = 33;

    /// <summary>What an id says, not whether it is genuine; null for a text of another form.</summary>
    public static AckId? Read(string? text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (!TryDecode(text, bytes))
        {
            return null;
        }

        var message = new LeasedMessageId(
            BinaryPrimitives.ReadInt64BigEndian(bytes[NumberAt..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[LeaseAt..]));
        return new AckId(bytes[0], message, BinaryPrimitives.ReadUInt128BigEndian(bytes[SignatureAt..]));
    }

    /// <summary>The text that <see cref="Read"/> reads.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = (byte)Shard;
        BinaryPrimitives.WriteInt64BigEndian(bytes[NumberAt..], Message.Number);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[LeaseAt..], Message.Lease);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[SignatureAt..], Signature);
        return Base64Url.EncodeToString(bytes);
    }

    private static bool TryDecode(string? text, Span<byte> bytes) =>
        text is { Length: Length / 3 * 4 }
        && Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done
        && written == Length;
}
