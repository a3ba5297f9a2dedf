using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// The bytes of a cursor's document. Numbers are LEB128, times are milliseconds from <see cref="CursorState.Now"/>,
/// messages of one lease stand together, and numbers as differences from the one before.
/// </summary>
public static class CursorCodec
{
    /// <summary>Of what is written now; what <see cref="CursorCodecV1"/> reads is read too, others are refused.</summary>
    private const byte Version = 2;

    /// <summary>So many bytes make a base64 text of <see cref="CursorLimits.Bytes"/>.</summary>
    public const int MaxBytes = CursorLimits.Bytes / 4 * 3;

    public static byte[] Write(CursorState state) => Encode(state).ToArray();

    /// <summary>How many bytes <see cref="Write"/> makes.</summary>
    public static int Measure(CursorState state) => Encode(state).Length;

    /// <exception cref="InvalidDataException">The bytes are damaged, or were written by a newer version.</exception>
    public static CursorState Read(ReadOnlyMemory<byte> document) => Read(document, reader => reader.ReadByte() switch
    {
        CursorCodecV1.Version => CursorCodecV1.Read(reader),
        Version => Read(reader),
        var version => throw new InvalidDataException($"A cursor has version {version} of the format; this program reads versions up to {Version}."),
    });

    internal static T Read<T>(ReadOnlyMemory<byte> document, Func<BinaryReader, T> read)
    {
        try
        {
            using var reader = new BinaryReader(StreamOf(document), Encoding.ASCII);
            return read(reader);
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException or OverflowException)
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

    internal static PushOwner? ReadOwner(BinaryReader reader, DateTimeOffset now) =>
        reader.ReadString() is { Length: > 0 } id ? new PushOwner(id, ReadTime(reader, now)) : null;

    internal static ImmutableArray<ulong> ReadWords(BinaryReader reader) => ReadMany(reader, reader.ReadUInt64);

    internal static void WriteNumbers(BinaryWriter writer, ImmutableArray<long> numbers)
    {
        writer.Write7BitEncodedInt(numbers.Length);
        var last = 0L;
        foreach (var number in numbers)
        {
            writer.Write7BitEncodedInt64(number - last);
            last = number;
        }
    }

    internal static ImmutableArray<long> ReadNumbers(BinaryReader reader)
    {
        var last = 0L;
        return ReadMany(reader, () => last += reader.Read7BitEncodedInt64());
    }

    internal static ImmutableArray<T> ReadMany<T>(BinaryReader reader, Func<T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            items.Add(read());
        }

        return items.ToImmutable();
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> document) => MemoryMarshal.TryGetArray(document, out var bytes)
        ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
        : new MemoryStream(document.ToArray(), writable: false);

    private static CursorBytes Encode(CursorState state)
    {
        var writer = CursorBytes.Begin();
        writer.Write(Version);
        var lowest = state.LowestUndone;
        writer.Write7BitEncodedInt64(lowest);
        writer.Write7BitEncodedInt64(state.Floor - lowest);
        writer.Write7BitEncodedInt64(state.Next - state.Floor);
        writer.Write7BitEncodedInt64(state.Now.ToUnixTimeMilliseconds());
        writer.Write7BitEncodedInt64(state.DeadLettered);
        writer.Write7BitEncodedInt64(state.ExpiredUnacknowledged);
        writer.Write((byte)state.AckKey.Length);
        writer.Write(state.AckKey.AsSpan());
        WriteWords(writer, state.Writes);
        WriteOwner(writer, state);
        WriteWords(writer, state.Passed);
        writer.Write(state.Generation);
        writer.Write((byte)state.FreshDeliveries);
        CursorLeasesCodec.Write(writer, state, lowest);
        ParkedCodec.Write(writer, state.Parked, lowest, state.Now);
        WriteWaitingKeys(writer, state.WaitingKeys, lowest);
        writer.Write7BitEncodedInt64(state.ForgottenUpTo);
        WriteNumbers(writer, state.Unacknowledged);
        ParkedCodec.WritePages(writer, state);
        return writer;
    }

    private static CursorState Read(BinaryReader reader)
    {
        var lowest = reader.Read7BitEncodedInt64();
        var floor = lowest + reader.Read7BitEncodedInt64();
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
        return state with
        {
            PushOwner = ReadOwner(reader, state.Now),
            Passed = ReadWords(reader),
            Generation = reader.ReadUInt16(),
            FreshDeliveries = reader.ReadByte(),
            Outstanding = CursorLeasesCodec.Read(reader, lowest, state.Now),
            Parked = [.. ParkedCodec.Read(reader, lowest, state.Now)],
            WaitingKeys = ReadWaitingKeys(reader, lowest),
            ForgottenUpTo = reader.Read7BitEncodedInt64(),
            Unacknowledged = ReadNumbers(reader),
            Pages = ParkedCodec.ReadPages(reader, state.Now, out var obsolete, out var last),
            ObsoletePages = obsolete,
            LastPage = last,
        };
    }

    private static void WriteOwner(BinaryWriter writer, CursorState state)
    {
        writer.Write(state.PushOwner?.Id ?? "");
        if (state.PushOwner is { } owner)
        {
            WriteTime(writer, owner.Until, state.Now);
        }
    }

    private static void WriteWords(BinaryWriter writer, ImmutableArray<ulong> words)
    {
        writer.Write7BitEncodedInt(words.Length);
        foreach (var word in words)
        {
            writer.Write(word);
        }
    }

    private static void WriteWaitingKeys(BinaryWriter writer, ImmutableArray<WaitingKey> keys, long lowest)
    {
        writer.Write7BitEncodedInt(keys.Length);
        var last = lowest;
        foreach (var key in keys)
        {
            writer.Write(key.Key);
            writer.Write7BitEncodedInt64(key.From - last);
            writer.Write7BitEncodedInt(key.Count);
            last = key.From;
        }
    }

    private static ImmutableArray<WaitingKey> ReadWaitingKeys(BinaryReader reader, long lowest)
    {
        var last = lowest;
        return ReadMany(reader, () => new WaitingKey(reader.ReadUInt32(), last += reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt()));
    }
}
