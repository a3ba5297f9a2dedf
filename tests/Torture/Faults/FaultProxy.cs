using System.Net.Sockets;

namespace Serverless.Torture.Faults;

/// <summary>A TCP proxy on the loopback address that treats its connections badly when told to.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private const int BufferSize = 16_384;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly int target;
    private readonly Lock gate = new();
    private readonly HashSet<TcpClient> open = [];
    private readonly Task accepting;
    private TaskCompletionSource flowing = Opened();

    public FaultProxy(int targetPort)
    {
        target = targetPort;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Bytes stand still in both directions, of new connections too, and nobody is told: a black hole.</summary>
    public void Hold() => flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets pass what was held and what comes.</summary>
    public void Release() => flowing.TrySetResult();

    /// <summary>Ends all connections with a reset; new ones are let in.</summary>
    public void Reset()
    {
        foreach (var client in Taken())
        {
            // Null once the relay has closed it by itself.
            if (client.Client is { } socket)
            {
                socket.Close(timeout: 0);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        Release();
        listener.Dispose();
        Reset();
        await accepting;
        stop.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }

    private TcpClient[] Taken()
    {
        lock (gate)
        {
            var all = open.ToArray();
            open.Clear();
            return all;
        }
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                relays.Add(RelayAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was stopped.
        }

        await Task.WhenAll(relays);
    }

    private async Task RelayAsync(TcpClient near)
    {
        var far = new TcpClient();
        lock (gate)
        {
            open.Add(near);
            open.Add(far);
        }

        try
        {
            await far.ConnectAsync(IPAddress.Loopback, target, stop.Token);
            near.NoDelay = far.NoDelay = true;
            await Task.WhenAny(CopyAsync(near.GetStream(), far.GetStream()), CopyAsync(far.GetStream(), near.GetStream()));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // One of the two has gone, which the other learns now.
        }

        near.Dispose();
        far.Dispose();
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await from.ReadAsync(buffer, stop.Token)) > 0)
        {
            await flowing.Task;
            await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
        }
    }
}
