using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Serverless.Core.Network;

/// <summary>
/// Opens the connections of requests on behalf of users. The address is judged when it is connected to, not when the URL was
/// checked: between the two a name may come to lead elsewhere (DNS rebinding).
/// </summary>
/// <param name="resolver">Null for the system's.</param>
public sealed class GuardedConnections(AddressPolicy policy, NameResolver? resolver = null)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // A name that now leads elsewhere is noticed when its connections are renewed.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly NameResolver resolve = resolver ?? Dns.GetHostAddressesAsync;

    /// <summary>A handler that connects to allowed addresses only, and follows no redirect, keeps no cookie and uses no proxy.</summary>
    /// <remarks>
    /// A refusal surfaces as <see cref="HttpRequestException"/> around a <see cref="RefusedAddressException"/>. Header values
    /// are Latin-1 on the wire, as they came. No request is sent a second time that may have been carried out.
    /// </remarks>
    /// <param name="configure">Sets what else the handler has to be; null for nothing.</param>
    public HttpMessageHandler CreateHandler(Action<SocketsHttpHandler>? configure = null)
    {
        var sockets = CreateSockets();
        configure?.Invoke(sockets);
        return new SingleSendHandler(sockets);
    }

    private SocketsHttpHandler CreateSockets() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        ConnectCallback = ConnectAsync,
        PlaintextStreamFilter = static (connection, _) => new(SingleSendHandler.StreamOf(connection)),
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        // Whose trace a request belongs to, who sends it says.
        ActivityHeadersPropagator = null,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var endPoint = context.DnsEndPoint;
        // Asked once: what is judged here is what is connected to.
        var addresses = await resolve(endPoint.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, policy.Allows);
        if (allowed.Length == 0)
        {
            throw new RefusedAddressException($"{endPoint.Host} has no address that requests may be sent to.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Finds the addresses of a host, as <see cref="Dns.GetHostAddressesAsync(string, CancellationToken)"/> does; an address is its own.</summary>
public delegate Task<IPAddress[]> NameResolver(string host, CancellationToken cancellationToken);
