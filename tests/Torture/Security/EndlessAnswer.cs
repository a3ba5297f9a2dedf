using System.Net.Sockets;
using System.Text;

namespace Serverless.Torture.Security;

/// <summary>An answer whose body goes on until nobody takes it.</summary>
/// <param name="headers">Lines to put into its head.</param>
internal sealed class EndlessAnswer(string headers = "")
{
    private static readonly byte[] Chunk = Encoding.Latin1.GetBytes($"4000\r\n{new string('a', 0x4000)}\r\n");

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long written;

    /// <summary>Bytes of the body that were taken, or lie in buffers.</summary>
    public long Written => Interlocked.Read(ref written);

    /// <summary>Completes when the connection was closed on it.</summary>
    public Task Ended => ended.Task;

    public async Task WriteAsync(NetworkStream stream)
    {
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\n{headers}Transfer-Encoding: chunked\r\n\r\n"));
            while (true)
            {
                await stream.WriteAsync(Chunk);
                Interlocked.Add(ref written, Chunk.Length);
            }
        }
        catch (IOException)
        {
            ended.TrySetResult();
        }
    }
}
