using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using Serverless.Core.Network;

namespace Serverless.Core.Tests.Network;

/// <summary>How often a request reaches a server that closes its connections, and what becomes of early answers.</summary>
public sealed class SingleSendTests : IAsyncDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly HttpMessageInvoker client;
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> serving = [];
    private readonly List<string> received = [];

    public SingleSendTests()
    {
        listener.Start();
        client = new HttpMessageInvoker(new GuardedConnections(new AddressPolicy(Options.Create(new NetworkOptions { AllowedAddresses = { "127.0.0.0/8" } }))).CreateHandler());
    }

    private Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    public static TheoryData<string, bool> Requests => new()
    {
        { "GET", false }, { "HEAD", false }, { "POST", false }, { "POST", true }, { "PATCH", false }, { "PATCH", true },
        { "PUT", false }, { "PUT", true }, { "DELETE", false }, { "PROPFIND", false }, { "SHAKE", false },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_server_that_closes_without_an_answer_is_sent_a_request_once(string method, bool hasBody)
    {
        Serve(_ => null);
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(method, hasBody ? "hello" : null));
        Assert.Single(received);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_kept_connection_that_is_closed_without_an_answer_is_tried_again_for_safe_requests_alone(string method, bool hasBody)
    {
        var isSafe = method is "GET" or "HEAD";
        // The second request of a connection is the last one, and is not answered.
        Serve(number => number == 1 ? null : Ok);
        using var first = await SendAsync("GET", null);
        await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        if (isSafe)
        {
            using var again = await SendAsync(method, null);
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }
        else
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(method, hasBody ? "hello" : null));
        }

        Assert.Equal(isSafe ? 3 : 2, received.Count);
    }

    [Fact]
    public async Task A_request_that_waits_for_100_is_sent_once_too()
    {
        Serve(_ => null);
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("POST", "hello", request => request.Headers.ExpectContinue = true));
        Assert.Single(received);
    }

    [Theory]
    [InlineData("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig", HttpStatusCode.RequestEntityTooLarge, true)]
    [InlineData("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig", HttpStatusCode.RequestEntityTooLarge, false)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 417 Expectation Failed\r\nContent-Length: 3\r\n\r\nbig", HttpStatusCode.ExpectationFailed, false)]
    public async Task An_answer_that_refuses_a_body_is_heard_before_its_end(string answer, HttpStatusCode status, bool closes)
    {
        Serve(_ => answer, readsBodies: false, closes);
        using var stalling = new StallingContent();
        using var refused = await SendContentAsync("POST", stalling).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal((status, "big"), (refused.StatusCode, await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));

        // What is left of the body has not become the next request.
        using var next = await SendAsync("GET", null).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(status, next.StatusCode);
        Assert.Equal(2, received.Count);
    }

    [Fact]
    public async Task A_whole_request_that_is_refused_costs_no_connection()
    {
        var connections = Serve(_ => "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
        for (var i = 0; i < 20; i++)
        {
            using var refused = await SendAsync("POST", new string('x', 1000));
            await refused.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal((1, 20), (connections(), received.Count));
    }

    [Fact]
    public async Task An_answer_that_leaves_http_is_none()
    {
        Serve(_ => "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("GET", null));
    }

    [Fact]
    public async Task Header_values_are_the_same_bytes_both_ways()
    {
        Serve(request => request == 0 ? "HTTP/1.1 200 OK\r\nX-Name: caf\u00e9 \u00c3\u00a9\r\nContent-Length: 0\r\n\r\n" : null);
        using var answer = await SendAsync("GET", null, request => request.Headers.TryAddWithoutValidation("X-Name", "caf\u00e9 \u00c3\u00a9"));
        Assert.Equal("caf\u00e9 \u00c3\u00a9", answer.Headers.NonValidated["X-Name"].ToString());
        Assert.Contains("X-Name: caf\u00e9 \u00c3\u00a9\r\n", received.Single(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        client.Dispose();
        await Task.WhenAll(serving).ContinueWith(_ => { }, TaskScheduler.Default);
        stopping.Dispose();
        listener.Dispose();
    }

    private Task<HttpResponseMessage> SendAsync(string method, string? body, Action<HttpRequestMessage>? change = null) =>
        SendContentAsync(method, body is null ? null : new StringContent(body), change);

    private async Task<HttpResponseMessage> SendContentAsync(string method, HttpContent? content, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Address) { Content = content };
        change?.Invoke(request);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    // Answers by the number of a request on its connection; null closes it.
    private Func<int> Serve(Func<int, string?> answer, bool readsBodies = true, bool closes = false)
    {
        var connections = 0;
        serving.Add(Task.Run(async () =>
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stopping.Token);
                connections++;
                serving.Add(ServeAsync(socket, answer, readsBodies, closes));
            }
        }));
        return () => connections;
    }

    private async Task ServeAsync(Socket socket, Func<int, string?> answer, bool readsBodies, bool closes)
    {
        using var connection = socket;
        await using var stream = new NetworkStream(socket);
        for (var number = 0; await ReadAsync(stream, readsBodies) is { } request; number++)
        {
            lock (received)
            {
                received.Add(request);
            }

            if (answer(number) is not { } text)
            {
                return;
            }

            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), stopping.Token);
            if (closes)
            {
                return;
            }

            if (!readsBodies && request.StartsWith("POST", StringComparison.Ordinal))
            {
                // Neither reads on nor hangs up.
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping.Token);
            }
        }
    }

    private async Task<string?> ReadAsync(NetworkStream stream, bool readsBodies)
    {
        var (head, one) = (new StringBuilder(), new byte[1]);
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, stopping.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var length = head.ToString().Split("Content-Length: ") is [_, var rest] ? int.Parse(rest.Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture) : 0;
        if (readsBodies && !head.ToString().Contains("Expect:", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(new byte[length], stopping.Token);
        }

        return head.ToString();
    }

    /// <summary>More than a connection holds that nobody reads from, whose end never comes.</summary>
    private sealed class StallingContent : HttpContent
    {
        private const int Parts = 1_000;
        private const int PartLength = 64 * 1024;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            for (var i = 0; i < Parts; i++)
            {
                await stream.WriteAsync(new byte[PartLength], cancellationToken);
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override bool TryComputeLength(out long length)
        {
            length = 2L * Parts * PartLength;
            return true;
        }
    }
}
