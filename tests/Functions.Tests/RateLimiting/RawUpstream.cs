using System.Net.Sockets;
using System.Text;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>An API that writes down the beginning of each request and gives one answer, byte for byte, without reading on.</summary>
internal sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly List<string> received = [];
    private readonly Task accepting;
    private readonly string? answer;

    /// <param name="answer">Null for none: connections are closed once the request's head was read.</param>
    public RawUpstream(string? answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public IReadOnlyList<string> Received
    {
        get
        {
            lock (received)
            {
                return [.. received];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await accepting.ContinueWith(_ => { }, TaskScheduler.Default);
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            using var socket = await listener.AcceptSocketAsync(stopping.Token);
            await using var stream = new NetworkStream(socket);
            var (head, part) = (new StringBuilder(), new byte[1024]);
            int read;
            while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && (read = await stream.ReadAsync(part, stopping.Token)) > 0)
            {
                head.Append(Encoding.Latin1.GetString(part, 0, read));
            }

            lock (received)
            {
                received.Add(head.ToString());
            }

            if (answer is not null)
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stopping.Token);
                socket.Shutdown(SocketShutdown.Send);
            }
        }
    }
}
