using System.Net.Sockets;

namespace Serverless.Torture.Faults;

/// <summary>One connection through a <see cref="FaultProxy"/>.</summary>
/// <param name="near">To whoever connected.</param>
internal sealed class FaultyConnection(TcpClient near, FaultProxy proxy, CancellationToken stop) : IDisposable
{
    private const int BufferSize = 16_384;

    private readonly TcpClient far = new();
    private volatile bool isOneSided;

    public async Task RelayAsync(int target)
    {
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, target, stop);
            near.NoDelay = far.NoDelay = true;
            var up = CopyAsync(near, far);
            await Task.WhenAny(up, CopyAsync(far, near));
            if (isOneSided)
            {
                await up;
            }
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // One of the two has gone, which the other learns now.
        }
    }

    public void Reset()
    {
        foreach (var client in new[] { near, far })
        {
            // Null once the relay has closed it by itself.
            if (client.Client is { } socket)
            {
                socket.Close(timeout: 0);
            }
        }
    }

    public void Vanish()
    {
        isOneSided = true;
        far.Dispose();
    }

    public void HalfClose()
    {
        isOneSided = true;
        try
        {
            near.Client?.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // It was closed already.
        }
    }

    public void Dispose()
    {
        near.Dispose();
        far.Dispose();
    }

    // Ends by itself only when nobody sends any more: what can't be written is taken and dropped.
    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var (source, buffer) = (from.GetStream(), new byte[BufferSize]);
        int read;
        while ((read = await source.ReadAsync(buffer, stop)) > 0)
        {
            await proxy.PassAsync(stop);
            try
            {
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), stop);
            }
            catch (Exception exception) when (isOneSided && IsEnd(exception))
            {
                // As if it had got there.
            }
        }
    }

    private static bool IsEnd(Exception exception) =>
        exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException;
}
