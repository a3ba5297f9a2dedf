using System.Collections.Immutable;
using System.Text;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// The bytes of a cursor's document. Numbers are LEB128, times are milliseconds from <see cref="CursorState.Now"/>,
/// messages of one lease stand together, and numbers as differences from the one before.
/// </summary>
public static class CursorCodec
{
    /// <summary>Of what is written now; others are refused.</summary>
    private const byte Version = 1;

    /// <summary>So many bytes make a base64 text of <see cref="CursorLimits.Bytes"/>.</summary>
    public const int MaxBytes = CursorLimits.Bytes / 4 * 3;

    public static byte[] Write(CursorState state)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.ASCII);
        writer.Write(Version);
        writer.Write7BitEncodedInt64(state.Floor);
        writer.Write7BitEncodedInt64(state.Next - state.Floor);
        writer.Write7BitEncodedInt64(state.Now.ToUnixTimeMilliseconds());
        writer.Write7BitEncodedInt64(state.DeadLettered);
        writer.Write7BitEncodedInt64(state.ExpiredUnacknowledged);
        writer.Write((byte)state.AckKey.Length);
        writer.Write(state.AckKey.AsSpan());
        WriteWords(writer, state.Writes);
        WriteOwner(writer, state);
        WriteWords(writer, state.Done);
        CursorLeasesCodec.Write(writer, state);
        CursorWaitingCodec.Write(writer, state);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or were written by a newer version.</exception>
    public static CursorState Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(document.ToArray(), writable: false), Encoding.ASCII);
            var version = reader.ReadByte();
            return version == Version ? Read(reader) : throw new InvalidDataException($"A cursor has version {version} of the format; this program reads version {Version}.");
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("A cursor is damaged.", exception);
        }
    }

    internal static void WriteTime(BinaryWriter writer, DateTimeOffset time, DateTimeOffset now)
    {
        var difference = time.ToUnixTimeMilliseconds() - now.ToUnixTimeMilliseconds();
        writer.Write7BitEncodedInt64((difference << 1) ^ (difference >> 63));
    }

    internal static DateTimeOffset ReadTime(BinaryReader reader, DateTimeOffset now)
    {
        var folded = reader.Read7BitEncodedInt64();
        return now.AddMilliseconds((long)((ulong)folded >> 1) ^ -(folded & 1));
    }

    private static CursorState Read(BinaryReader reader)
    {
        var floor = reader.Read7BitEncodedInt64();
        var state = new CursorState
        {
            Floor = floor,
            Next = floor + reader.Read7BitEncodedInt64(),
            Now = DateTimeOffset.FromUnixTimeMilliseconds(reader.Read7BitEncodedInt64()),
            DeadLettered = reader.Read7BitEncodedInt64(),
            ExpiredUnacknowledged = reader.Read7BitEncodedInt64(),
            AckKey = [.. reader.ReadBytes(reader.ReadByte())],
            Writes = ReadWords(reader),
        };
        state = state with { PushOwner = ReadOwner(reader, state.Now), Done = ReadWords(reader) };
        state = state with { Outstanding = CursorLeasesCodec.Read(reader, state) };
        return state with { Waiting = CursorWaitingCodec.Read(reader, state) };
    }

    private static void WriteOwner(BinaryWriter writer, CursorState state)
    {
        writer.Write(state.PushOwner?.Id ?? "");
        if (state.PushOwner is { } owner)
        {
            WriteTime(writer, owner.Until, state.Now);
        }
    }

    private static PushOwner? ReadOwner(BinaryReader reader, DateTimeOffset now) =>
        reader.ReadString() is { Length: > 0 } id ? new PushOwner(id, ReadTime(reader, now)) : null;

    private static void WriteWords(BinaryWriter writer, ImmutableArray<ulong> words)
    {
        writer.Write7BitEncodedInt(words.Length);
        foreach (var word in words)
        {
            writer.Write(word);
        }
    }

    private static ImmutableArray<ulong> ReadWords(BinaryReader reader)
    {
        var words = ImmutableArray.CreateBuilder<ulong>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            words.Add(reader.ReadUInt64());
        }

        return words.ToImmutable();
    }
}
