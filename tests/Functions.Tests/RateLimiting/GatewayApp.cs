using System.Net.Sockets;
using System.Text;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>The application with an API behind its gateway, shared by the tests of a class.</summary>
public sealed class GatewayApp : IAsyncLifetime
{
    private UpstreamServer? upstream;

    public RunningApp App { get; } = new();

    public UpstreamServer Upstream => upstream ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        upstream = await UpstreamServer.StartAsync();
        await PutApiAsync("open", new { upstream = Upstream.Address, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
    }

    /// <summary>Stores an API, or a rule, and holds it to be accepted.</summary>
    public async Task PutApiAsync(string name, object api)
    {
        using var admin = App.Admin();
        using var put = await admin.PutAsync($"/api/ratelimit/apis/{name}", api);
        Assert.Contains(put.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Created });
    }

    /// <inheritdoc cref="PutApiAsync"/>
    public async Task PutRuleAsync(string id, object rule)
    {
        using var admin = App.Admin();
        using var put = await admin.PutAsync($"/api/ratelimit/rules/{id}", rule);
        Assert.Contains(put.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Created });
    }

    /// <summary>Sends bytes exactly as given over a connection of its own, and returns everything that comes back until it closes.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, App.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        return await ReadAsync(stream).WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (upstream is not null)
        {
            await upstream.DisposeAsync();
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var (answer, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException) when (answer.Length > 0)
        {
            // A server that closes before it has read everything resets the connection, after its answer.
        }

        return answer.ToString();
    }
}
