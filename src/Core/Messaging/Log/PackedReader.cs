using System.Text;

namespace Serverless.Core.Messaging.Log;

/// <summary>Reads what <see cref="PackedWriter"/> wrote, and refuses what it can't have written.</summary>
internal ref struct PackedReader(ReadOnlyMemory<byte> packed)
{
    private const int BitsPerByte = 7;
    private const int MaxShift = 28;
    private const byte More = 1 << BitsPerByte;

    private readonly ReadOnlyMemory<byte> packed = packed;
    private int position;

    public readonly bool IsAtEnd => position == packed.Length;

    public byte ReadByte() => position < packed.Length ? packed.Span[position++] : throw Damaged();

    public int ReadLength()
    {
        var length = 0;
        for (var shift = 0; shift <= MaxShift; shift += BitsPerByte)
        {
            var part = ReadByte();
            length |= (part & (More - 1)) << shift;
            if (part < More)
            {
                return length >= 0 ? length : throw Damaged();
            }
        }

        throw Damaged();
    }

    public ReadOnlyMemory<byte> ReadBytes()
    {
        var length = ReadLength();
        if (length > packed.Length - position)
        {
            throw Damaged();
        }

        position += length;
        return packed.Slice(position - length, length);
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes().Span);

    public string? ReadIf(byte flags, byte flag) => (flags & flag) != 0 ? ReadText() : null;

    private readonly InvalidDataException Damaged() => new($"A packed message is damaged at byte {position}.");
}
