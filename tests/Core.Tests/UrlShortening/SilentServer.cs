using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>A server that lets clients connect and never answers.</summary>
internal sealed class SilentServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public SilentServer() => listener.Start();

    public string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port},connectTimeout=2000,connectRetry=0");

    public void Dispose() => listener.Dispose();
}
