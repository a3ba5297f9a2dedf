using System.Net.Sockets;

namespace Serverless.Core.Tests.RateLimiting.Servers;

/// <summary>Finds ports that nobody listens on.</summary>
public static class LoopbackPort
{
    /// <summary>How far above its port a Redis node talks to the others.</summary>
    private const int BusOffset = 10_000;

    public static int Free() => TryBind(0) ?? throw new InvalidOperationException("There is no free port.");

    /// <summary>One whose bus port is free too.</summary>
    public static int FreeWithBus()
    {
        while (true)
        {
            var port = Free();
            if (port + BusOffset <= System.Net.IPEndPoint.MaxPort && TryBind(port + BusOffset) is not null)
            {
                return port;
            }
        }
    }

    private static int? TryBind(int port)
    {
        using var probe = new TcpListener(System.Net.IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
