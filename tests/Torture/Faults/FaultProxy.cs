using System.Net.Sockets;

namespace Serverless.Torture.Faults;

/// <summary>A TCP proxy on the loopback address that treats its connections badly when told to.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly int target;
    private readonly Lock gate = new();
    private readonly HashSet<FaultyConnection> open = [];
    private readonly Task accepting;
    private TaskCompletionSource flowing = Opened();
    private TimeSpan latency;

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

    /// <summary>From now on each piece of what is sent, in either direction, waits so long before it goes on.</summary>
    public void Delay(TimeSpan length) => latency = length;

    /// <summary>Ends all connections with a reset; new ones are let in.</summary>
    public void Reset() => Array.ForEach(Taken(), connection => connection.Reset());

    /// <summary>The other end of all connections is gone without a word: what is sent is taken, and nothing comes back. New ones are let in.</summary>
    public void Vanish() => Array.ForEach(Taken(), connection => connection.Vanish());

    /// <summary>The other end of all connections says that it sends no more, and still takes what is sent. New ones are let in.</summary>
    public void HalfClose() => Array.ForEach(Taken(), connection => connection.HalfClose());

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        Release();
        listener.Dispose();
        Reset();
        await accepting;
        stop.Dispose();
    }

    /// <summary>Completes when a piece may go on.</summary>
    internal async Task PassAsync(CancellationToken cancellationToken)
    {
        await flowing.Task;
        if (latency > TimeSpan.Zero)
        {
            // The one place where time itself is the fault.
            await Task.Delay(latency, TimeProvider.System, cancellationToken);
        }
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }

    private FaultyConnection[] Taken()
    {
        lock (gate)
        {
            return [.. open];
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

    private async Task RelayAsync(TcpClient client)
    {
        using var connection = new FaultyConnection(client, this, stop.Token);
        lock (gate)
        {
            open.Add(connection);
        }

        await connection.RelayAsync(target);
        lock (gate)
        {
            open.Remove(connection);
        }
    }
}
