using System.Runtime.CompilerServices;

namespace Serverless.Core.Network;

/// <summary>
/// A connection of HTTP/1.1 over which the client repeats nothing by itself that may have been carried out, and on which an
/// answer is heard that comes before the request's end.
/// </summary>
/// <remarks>
/// The client reads once it has sent everything, and takes the end of a connection without an answer for one that was idle
/// for too long: it sends again, up to three times, even what the server has done. So the beginning of each answer is read
/// beside the sending. If it refuses the request, the rest of the body is dropped, and the client is told that the
/// connection ends with the answer.
/// </remarks>
internal sealed class SingleSendStream(Stream inner) : Stream
{
    private const int BufferSize = 4_096;

    private readonly Lock gate = new();
    private readonly AnswerHead head = new();
    private Exchange? exchange;
    private Task<ReadOnlyMemory<byte>>? beginning;
    private ReadOnlyMemory<byte> unread;
    private bool isReading;
    private bool isReused;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Begin() switch
    {
        { IsRefused: true } => ValueTask.CompletedTask,
        { IsSending: true } current => SendAsync(current, buffer, cancellationToken),
        _ => inner.WriteAsync(buffer, cancellationToken),
    };

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!unread.IsEmpty)
        {
            return new(Take(buffer));
        }

        return Wait(isDirect: buffer.Length > 0) is { } answer ? TakeAsync(answer, buffer, cancellationToken) : ReadDirectAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private Exchange? Begin()
    {
        var current = Exchange.Current;
        if (current is not null && current != exchange)
        {
            lock (gate)
            {
                (isReused, exchange) = (exchange is not null, current);
                head.Reset();
            }
        }

        return exchange;
    }

    private async ValueTask SendAsync(Exchange current, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // On a connection that lay idle, the client itself reads already.
            beginning = isReading ? beginning : beginning ?? ReadBeginningAsync();
        }

        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, current.Refusal);
        try
        {
            await inner.WriteAsync(buffer, until.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // A server that has answered and read no further resets the connection.
            await current.Heard.WaitAsync(cancellationToken);
            if (!current.IsRefused)
            {
                throw;
            }
        }
    }

    // Null when the client may read into its own memory.
    private Task<ReadOnlyMemory<byte>>? Wait(bool isDirect)
    {
        lock (gate)
        {
            isReading = beginning is null && isDirect;
            return isReading ? null : beginning ??= ReadBeginningAsync();
        }
    }

    private Task<ReadOnlyMemory<byte>> ReadBeginningAsync()
    {
        var answer = ReadAndJudgeAsync(new byte[BufferSize]);
        // Nobody may come to ask for it.
        _ = answer.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return answer;
    }

    private async ValueTask<int> TakeAsync(Task<ReadOnlyMemory<byte>> answer, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        unread = await answer.WaitAsync(cancellationToken);
        lock (gate)
        {
            beginning = null;
        }

        return Take(buffer);
    }

    // Every answer comes through here, so it keeps what it needs for the next one.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadDirectAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            unread = Judge(buffer[..await inner.ReadAsync(buffer, cancellationToken)]);
            return Take(buffer);
        }
        finally
        {
            exchange?.Hear();
            isReading = false;
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAndJudgeAsync(Memory<byte> buffer)
    {
        try
        {
            return Judge(buffer[..await inner.ReadAsync(buffer, CancellationToken.None)]);
        }
        finally
        {
            exchange?.Hear();
        }
    }

    // What the client is given for what came.
    private ReadOnlyMemory<byte> Judge(ReadOnlyMemory<byte> received)
    {
        lock (gate)
        {
            if (exchange is null || head.IsRead)
            {
                return received;
            }

            if (received.IsEmpty && !(exchange.MayRepeat && isReused))
            {
                throw new IOException("The server closed the connection without an answer.");
            }

            head.Read(received.Span);
            return head.IsRefusal && exchange.TryRefuse() ? head.WithConnectionClose(received) : received;
        }
    }

    private int Take(Memory<byte> buffer)
    {
        var length = Math.Min(buffer.Length, unread.Length);
        unread[..length].CopyTo(buffer);
        unread = unread[length..];
        return length;
    }
}
