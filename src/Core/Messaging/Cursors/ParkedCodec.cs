using System.Collections.Immutable;
using System.Text;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>Parked messages as bytes: in a cursor's document, and in the pages beside it.</summary>
public static class ParkedCodec
{
    private const byte PageVersion = 1;
    private const byte Exhausted = 0x80;
    private const byte HasStatus = 0x40;
    private const byte ReasonMask = 0x3F;

    /// <summary>The document of a page.</summary>
    public static byte[] WritePage(ParkedPage page)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.ASCII);
        var (lowest, now) = (page.Messages[0].Number, page.Messages[0].NotBefore);
        writer.Write(PageVersion);
        writer.Write7BitEncodedInt64(lowest);
        writer.Write7BitEncodedInt64(now.ToUnixTimeMilliseconds());
        Write(writer, page.Messages, lowest, now);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or were written by a newer version.</exception>
    public static ImmutableArray<ParkedMessage> ReadPage(ReadOnlyMemory<byte> document) => CursorCodec.Read(document, reader =>
        reader.ReadByte() is PageVersion
            ? Read(reader, reader.Read7BitEncodedInt64(), DateTimeOffset.FromUnixTimeMilliseconds(reader.Read7BitEncodedInt64()))
            : throw new InvalidDataException("A page of a cursor has an unknown version."));

    /// <param name="lowest">No message has a lower number.</param>
    internal static void Write(BinaryWriter writer, IReadOnlyCollection<ParkedMessage> messages, long lowest, DateTimeOffset now)
    {
        var hasKeys = messages.Any(message => message.Key != 0);
        writer.Write(hasKeys);
        writer.Write7BitEncodedInt(messages.Count);
        var last = lowest;
        foreach (var message in messages)
        {
            writer.Write7BitEncodedInt64(message.Number - last);
            writer.Write7BitEncodedInt(message.Attempts);
            CursorCodec.WriteTime(writer, message.NotBefore, now);
            writer.Write((byte)((byte)message.Failure.Reason | (message.IsExhausted ? Exhausted : 0) | (message.Failure.Status > 0 ? HasStatus : 0)));
            if (message.Failure.Status > 0)
            {
                writer.Write7BitEncodedInt(message.Failure.Status);
            }

            WriteKey(writer, message.Key, hasKeys);
            last = message.Number;
        }
    }

    /// <param name="isV1">Of the first version of the format, which knew no keys.</param>
    internal static ImmutableArray<ParkedMessage> Read(BinaryReader reader, long lowest, DateTimeOffset now, bool isV1 = false)
    {
        var hasKeys = !isV1 && reader.ReadBoolean();
        var number = lowest;
        return CursorCodec.ReadMany(reader, () =>
        {
            number += reader.Read7BitEncodedInt64();
            var attempts = reader.Read7BitEncodedInt();
            var notBefore = CursorCodec.ReadTime(reader, now);
            var flags = reader.ReadByte();
            var status = (flags & HasStatus) != 0 ? reader.Read7BitEncodedInt() : 0;
            var failure = new DeliveryFailure((FailureReason)(flags & ReasonMask), status);
            return new ParkedMessage(number, attempts, notBefore, (flags & Exhausted) != 0, failure, ReadKey(reader, hasKeys));
        });
    }

    internal static void WritePages(BinaryWriter writer, CursorState state)
    {
        writer.Write7BitEncodedInt64(state.LastPage);
        CursorCodec.WriteNumbers(writer, state.ObsoletePages);
        writer.Write7BitEncodedInt(state.Pages.Length);
        foreach (var page in state.Pages)
        {
            writer.Write7BitEncodedInt64(page.Id);
            writer.Write7BitEncodedInt(page.Count);
            writer.Write7BitEncodedInt64(page.Lowest);
            writer.Write7BitEncodedInt64(page.Highest);
            CursorCodec.WriteTime(writer, page.Due, state.Now);
        }
    }

    internal static ImmutableArray<ParkedPage.Summary> ReadPages(BinaryReader reader, DateTimeOffset now, out ImmutableArray<long> obsolete, out long last)
    {
        last = reader.Read7BitEncodedInt64();
        obsolete = CursorCodec.ReadNumbers(reader);
        return CursorCodec.ReadMany(reader, () => new ParkedPage.Summary(
            reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64(), CursorCodec.ReadTime(reader, now)));
    }

    internal static void WriteKey(BinaryWriter writer, uint key, bool hasKeys)
    {
        if (hasKeys)
        {
            writer.Write(key);
        }
    }

    internal static uint ReadKey(BinaryReader reader, bool hasKeys) => hasKeys ? reader.ReadUInt32() : 0;
}

/// <summary>A message that was delivered and given back, failed, or is delayed: it waits by itself, and holds up none that follows.</summary>
/// <param name="Number">Its sequence number.</param>
/// <param name="Attempts">How often it was delivered; 0 when no delivery counted.</param>
/// <param name="NotBefore">When it may be delivered again; whole milliseconds.</param>
/// <param name="IsExhausted">It will not be delivered again, but has yet to be dead-lettered.</param>
/// <param name="Failure">How the last delivery failed.</param>
/// <param name="Key">Its ordering key, see <see cref="OrderingKeys"/>; 0 when it was not asked for.</param>
public readonly record struct ParkedMessage(
    long Number, int Attempts, DateTimeOffset NotBefore, bool IsExhausted, DeliveryFailure Failure, uint Key = 0) : INumbered;
