using System.Net.Sockets;
using System.Text;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>Trailers of an API's answer.</summary>
public sealed class GatewayTrailersTests(GatewayApp gateway) : IClassFixture<GatewayApp>
{
    private const string Answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\nX-Sum: 42\r\n\r\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Kestrel sends no trailers over HTTP/1.1, nor does the Functions host.
    [Fact]
    public async Task End_here_and_leave_the_answer_whole_and_the_connection_good_for_the_next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var upstream = AnswerAsync(listener);
        await gateway.PutApiAsync("trailing", new { upstream = $"http://{listener.LocalEndpoint}", operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = gateway.App.Address };
        for (var i = 0; i < 2; i++)
        {
            using var answered = await http.GetAsync("/gateway/trailing/x", Cancel);
            Assert.Equal((HttpStatusCode.OK, "hello"), (answered.StatusCode, await answered.Content.ReadAsStringAsync(Cancel)));
            Assert.Empty(answered.TrailingHeaders);
        }

        await upstream.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancel);
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        using var connection = await listener.AcceptTcpClientAsync(Cancel);
        await using var stream = connection.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        for (var i = 0; i < 2; i++)
        {
            while (await reader.ReadLineAsync(Cancel) is { Length: > 0 })
            {
                // The request has no body.
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer), Cancel);
        }
    }
}
