using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;

namespace Serverless.LocalHost.Redis;

/// <summary>A Redis server in this process (Garnet), in memory only: counters and caches may be lost, messages and links are not kept here.</summary>
public sealed class EmbeddedRedis : IDisposable
{
    private const int StartAttempts = 5;

    private readonly GarnetServer server;

    private EmbeddedRedis(GarnetServer server, IPEndPoint endpoint)
    {
        this.server = server;
        Configuration = string.Create(CultureInfo.InvariantCulture, $"{endpoint.Address}:{endpoint.Port}");
    }

    /// <summary>What a client connects with.</summary>
    public string Configuration { get; }

    /// <summary>Starts a server on a free port of the loopback address.</summary>
    public static EmbeddedRedis Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            var endpoint = new IPEndPoint(IPAddress.Loopback, FreePort());
            var server = new GarnetServer(Options(endpoint));
            try
            {
                server.Start();
                return new EmbeddedRedis(server, endpoint);
            }
            // Garnet can't be told to choose the port itself, so another process may have taken it in between.
            catch (SocketException) when (attempt < StartAttempts)
            {
                server.Dispose();
            }
        }
    }

    public void Dispose() => server.Dispose();

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private static GarnetServerOptions Options(IPEndPoint endpoint) => new()
    {
        EndPoints = [endpoint],
        EnableLua = true,
        // Without it a script is not atomic.
        LuaTransactionMode = true,
        LuaOptions = new(),
        LogMemorySize = "128m",
        PageSize = "4m",
        IndexMemorySize = "16m",
        QuietMode = true,
    };
}
