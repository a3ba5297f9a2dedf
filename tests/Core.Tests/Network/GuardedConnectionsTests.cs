using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Serverless.Core.Network;

namespace Serverless.Core.Tests.Network;

/// <summary>A handler that connects where the policy lets it.</summary>
public sealed class GuardedConnectionsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Never_connect_to_a_refused_address_however_it_is_named(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new HttpClient(Connections().CreateHandler());
        var failure = await Assert.ThrowsAsync<HttpRequestException>(
            () => client.GetAsync($"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/", TestContext.Current.CancellationToken));
        Assert.IsType<RefusedAddressException>(failure.InnerException);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Connect_to_an_address_that_the_operator_allows()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener);
        using var client = new HttpClient(Connections("127.0.0.0/8").CreateHandler());
        using var answer = await client.GetAsync($"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await serving;
    }

    private static async Task ServeAsync(TcpListener listener)
    {
        using var connection = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(connection.GetStream());
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 })
        {
        }

        await connection.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
    }

    private static GuardedConnections Connections(params string[] allowed)
    {
        var options = new NetworkOptions();
        Array.ForEach(allowed, options.AllowedAddresses.Add);
        return new GuardedConnections(new AddressPolicy(Options.Create(options)));
    }
}
