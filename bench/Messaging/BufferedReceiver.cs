using System.Threading.Channels;

namespace Serverless.Bench.Messaging;

/// <summary>Hands out messages that a client receives by itself, ahead of being asked.</summary>
/// <param name="start">Lets the client receive, from the first time that messages are asked for.</param>
/// <param name="acknowledge">Acknowledges messages, in the order of their arrival.</param>
/// <param name="stop">Ends the client's receiving.</param>
public sealed class BufferedReceiver<T>(
    ChannelReader<T> messages,
    Func<T, ReadOnlyMemory<byte>> dataOf,
    Func<Task> start,
    Func<IReadOnlyList<T>, ValueTask> acknowledge,
    Func<ValueTask> stop) : IReceiver
{
    private bool isStarted;

    public async Task<int> ReceiveAsync(Action<ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        if (!isStarted)
        {
            isStarted = true;
            await start();
        }

        if (!await messages.WaitToReadAsync(cancellationToken))
        {
            return 0;
        }

        var received = new List<T>(BenchMessages.Batch);
        while (received.Count < BenchMessages.Batch && messages.TryRead(out var message))
        {
            take(dataOf(message));
            received.Add(message);
        }

        if (received.Count > 0)
        {
            await acknowledge(received);
        }

        return received.Count;
    }

    public ValueTask DisposeAsync() => stop();
}
