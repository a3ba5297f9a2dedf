using System.Text;

namespace Serverless.Core.Messaging.Log;

/// <summary>Writes into a buffer of exactly the size that was announced.</summary>
internal ref struct PackedWriter(int size)
{
    private const int BitsPerByte = 7;
    private const byte More = 1 << BitsPerByte;

    private readonly byte[] buffer = new byte[size];
    private int position;

    public static int SizeOfLength(int length)
    {
        var size = 1;
        for (var rest = (uint)length; rest >= More; rest >>= BitsPerByte)
        {
            size++;
        }

        return size;
    }

    public static int SizeOf(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return SizeOfLength(bytes) + bytes;
    }

    public void WriteByte(byte value) => buffer[position++] = value;

    public void WriteLength(int length)
    {
        var rest = (uint)length;
        for (; rest >= More; rest >>= BitsPerByte)
        {
            WriteByte((byte)(rest | More));
        }

        WriteByte((byte)rest);
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.AsSpan(position));
        position += bytes.Length;
    }

    public void WriteText(string text)
    {
        WriteLength(Encoding.UTF8.GetByteCount(text));
        position += Encoding.UTF8.GetBytes(text, buffer.AsSpan(position));
    }

    public void WriteIfPresent(string? text)
    {
        if (text is not null)
        {
            WriteText(text);
        }
    }

    /// <exception cref="InvalidOperationException">Less was written than announced.</exception>
    public readonly byte[] Complete() =>
        position == buffer.Length ? buffer : throw new InvalidOperationException($"{position} bytes were written of {buffer.Length}.");
}
