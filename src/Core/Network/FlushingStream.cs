namespace Serverless.Core.Network;

/// <summary>Writes a request's body to another stream, and flushes it each time.</summary>
/// <param name="length">Of the whole body; null when nobody knows.</param>
internal sealed class FlushingStream(Stream inner, Exchange exchange, long? length) : Stream
{
    private static readonly byte[] Filling = new byte[64 * 1024];

    private long sent;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        sent += buffer.Length;
        if (sent == length)
        {
            // Before it is written: the answer to a whole request may be there before the write has returned.
            exchange.Finish();
        }

        await inner.WriteAsync(buffer, cancellationToken);
        await inner.FlushAsync(cancellationToken);
    }

    /// <summary>Gives the client as many bytes as it was told of; the connection of a refused request sends none of them.</summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        while (sent < length)
        {
            var part = Filling.AsMemory(0, (int)Math.Min(Filling.Length, length.Value - sent));
            sent += part.Length;
            await inner.WriteAsync(part, cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
