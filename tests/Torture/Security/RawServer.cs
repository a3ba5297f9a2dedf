using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Serverless.Torture.Security;

/// <summary>Takes one request a connection, answers with the bytes that a test writes, and closes.</summary>
internal sealed partial class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly Func<NetworkStream, Task> answer;
    private readonly ConcurrentQueue<string> requests = [];
    private readonly SemaphoreSlim arrived = new(0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public RawServer(Func<NetworkStream, Task> answer, IPAddress? address = null, int port = 0)
    {
        this.answer = answer;
        listener = new TcpListener(address ?? IPAddress.Loopback, port);
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Uri Address => new($"http://{listener.LocalEndpoint}/");

    /// <summary>Head and body of each request, as Latin-1.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    public static Func<NetworkStream, Task> Answering(string text) => async stream => await stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Waits for the next request that nobody waited for yet.</summary>
    public async Task ArrivedAsync() => Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "No request came.");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        stop.Dispose();
        arrived.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                connections.Add(AnswerAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was stopped.
        }

        await Task.WhenAll(connections);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            await using var ending = stop.Token.Register(client.Dispose);
            try
            {
                requests.Enqueue(await ReadAsync(stream));
                arrived.Release();
                await answer(stream);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
            {
                // Whoever asked has had enough.
            }
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4_096]);
        int end;
        while ((end = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0 || text.Length < end + 4 + LengthOf(text.ToString()))
        {
            var read = await stream.ReadAsync(buffer, stop.Token);
            if (read == 0)
            {
                break;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    private static int LengthOf(string head) =>
        ContentLength().Match(head) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\r\nContent-Length: ([0-9]+)\r\n", RegexOptions.IgnoreCase)]
    private static partial Regex ContentLength();
}
