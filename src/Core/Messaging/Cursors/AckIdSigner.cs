using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// Signs the ack ids of one cursor, so that nobody can settle what was not delivered to them: AES-256 of number and lease,
/// which are one block (a CBC-MAC of fixed length, ISO/IEC 9797-1), under a key that HMAC-SHA256 derives from the cursor's
/// secret and its name. All ids of a request are one call of the cipher.
/// </summary>
/// <param name="secret">The cursor's <see cref="CursorState.AckKey"/>.</param>
public sealed class AckIdSigner(CursorId cursor, ReadOnlySpan<byte> secret)
{
    private const int BlockBytes = 16;

    private readonly byte[] key = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{cursor.SubscriptionId}/{cursor.Stream}"));

    /// <summary>An id for each message, in their order.</summary>
    public AckId[] Sign(IReadOnlyList<LeasedMessageId> messages)
    {
        var signatures = SignaturesOf(messages);
        var ids = new AckId[messages.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = new AckId(cursor.Stream.Shard, messages[i], SignatureAt(signatures, i));
        }

        return ids;
    }

    /// <summary>Whether each id is one that was signed for this cursor, in their order.</summary>
    public bool[] AreGenuine(IReadOnlyList<AckId> ids)
    {
        var signatures = SignaturesOf([.. ids.Select(id => id.Message)]);
        var genuine = new bool[ids.Count];
        for (var i = 0; i < genuine.Length; i++)
        {
            // Compared as a whole: how much of it is right takes no time to find out.
            genuine[i] = ids[i].Shard == cursor.Stream.Shard && (ids[i].Signature ^ SignatureAt(signatures, i)) == 0;
        }

        return genuine;
    }

    private static UInt128 SignatureAt(byte[] signatures, int index) => BinaryPrimitives.ReadUInt128BigEndian(signatures.AsSpan(index * BlockBytes));

    private byte[] SignaturesOf(IReadOnlyList<LeasedMessageId> messages)
    {
        var blocks = new byte[messages.Count * BlockBytes];
        for (var i = 0; i < messages.Count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(blocks.AsSpan(i * BlockBytes), messages[i].Number);
            BinaryPrimitives.WriteUInt64BigEndian(blocks.AsSpan((i * BlockBytes) + sizeof(long)), messages[i].Lease);
        }

        // A cipher is for one thread at a time.
        using var aes = Aes.Create();
        aes.SetKey(key);
        aes.EncryptEcb(blocks, blocks, PaddingMode.None);
        return blocks;
    }
}
