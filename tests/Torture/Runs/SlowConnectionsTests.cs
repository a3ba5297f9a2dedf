using System.Net.Sockets;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Torture.Runs;

/// <summary>Clients that begin a request and never end it hold nobody up.</summary>
public sealed class SlowConnectionsTests(ITestOutputHelper output)
{
    private const int Requests = 300;

    [Fact]
    public async Task Others_are_served_beside_many_connections_that_never_finish_their_request()
    {
        using var folder = new TempFolder();
        await using var host = await LocalHostProcess.StartAsync(folder.Path);
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Settings.SlowConnections; i++)
            {
                var client = new TcpClient();
                slow.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, host.Address.Port, TestContext.Current.CancellationToken);
                await client.GetStream().WriteAsync("GET /api/health/live HTTP/1.1\r\nHost: lo"u8.ToArray(), TestContext.Current.CancellationToken);
            }

            using var healthy = new ApiClient(host.Address, (await File.ReadAllTextAsync(folder.File("admin.key"), TestContext.Current.CancellationToken)).Trim());
            for (var i = 0; i < Requests; i++)
            {
                using var created = await healthy.PostAsync("/api/links", new { url = $"https://example.com/{i}" });
                Assert.Equal(HttpStatusCode.Created, created.Status);
            }

            // One that goes on after all is served too.
            await slow[^1].GetStream().WriteAsync("calhost\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(slow[^1].GetStream());
            Assert.StartsWith("HTTP/1.1 200", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            output.WriteLine($"{slow.Count} unfinished requests, {Requests} links made beside them, {host.WorkingSet / 1_048_576} MB.");
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }
    }
}
