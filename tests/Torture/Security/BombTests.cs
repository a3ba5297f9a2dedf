using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Messaging.Webhooks;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Torture.Security;

/// <summary>Little that becomes much, and answers without an end: nothing is unpacked, and nothing is kept.</summary>
public sealed class BombTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const int Unpacked = 64 * 1024 * 1024;
    private const int Page = 64 * 1024;

    // What the buffers of two connections on one machine hold, and then some.
    private const long Most = 48L * 1024 * 1024;

    public static TheoryData<string> WithBodies => [.. Routes.All.Where(call => call.Body is not null).Select(call => call.Function)];

    [Theory]
    [MemberData(nameof(WithBodies))]
    public async Task A_packed_body_is_refused_unread(string function)
    {
        var call = Routes.All.Single(candidate => candidate.Function == function);
        using var admin = app.Admin();
        using var topic = await admin.PutAsync("/api/topics/" + Routes.Name, new { });
        foreach (var (coding, body) in new[] { ("gzip", Gzip(Encoding.UTF8.GetBytes(call.Body!))), ("gzip", Gzip(new byte[Unpacked])), ("br", Brotli(Encoding.UTF8.GetBytes(call.Body!))) })
        {
            using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Path) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Content.Headers.ContentEncoding.Add(coding);
            using var response = await admin.SendAsync(request);
            Assert.Contains(response.Status, new[] { HttpStatusCode.BadRequest, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.RequestEntityTooLarge });
            Assert.Equal("application/problem+json", response.ContentType);
        }
    }

    [Fact]
    public async Task The_gateway_passes_on_a_packed_answer_as_it_is()
    {
        var bomb = Gzip(new byte[Unpacked]);
        await using var upstream = new RawServer(async stream =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\nConnection: close\r\n\r\n"));
            await stream.WriteAsync(bomb);
        });
        await PutApiAsync("bomb", upstream);
        var answer = await RawAnswer.GetAsync(app.Address, "/gateway/bomb/x");
        Assert.Equal(("200", "gzip"), (answer.Status, answer.Header("Content-Encoding")));
        Assert.Equal(bomb, answer.Body);
    }

    [Fact]
    public async Task The_gateway_takes_of_an_endless_answer_what_its_client_takes()
    {
        var endless = new EndlessAnswer();
        await using var upstream = new RawServer(endless.WriteAsync);
        await PutApiAsync("endless", upstream);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(app.Address.Host, app.Address.Port, TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync("GET /gateway/endless/x HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            var page = new byte[Page];
            for (long taken = 0; taken < 2 * Most;)
            {
                taken += await client.GetStream().ReadAsync(page, TestContext.Current.CancellationToken);
                Assert.InRange(endless.Written - taken, long.MinValue, Most);
            }
        }

        // Nobody takes it any more.
        await endless.Ended.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Encoding: gzip\r\n")]
    public async Task An_endless_answer_to_a_delivery_or_a_question_costs_its_connection(string header)
    {
        var webhooks = app.Cluster.Services[0].GetRequiredService<WebhookClient>();
        var endless = new EndlessAnswer($"{header}WebHook-Allowed-Origin: *\r\n");
        await using (var endpoint = new RawServer(endless.WriteAsync))
        {
            var outcome = await webhooks.PostAsync(new WebhookRequest(endpoint.Address, [], "msg_1", "application/json", "{}"u8.ToArray(), null, null), TestContext.Current.CancellationToken);
            Assert.Equal(DeliveryResult.Delivered, outcome.Result);
            await endless.Ended.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        var again = new EndlessAnswer($"{header}WebHook-Allowed-Origin: *\r\n");
        await using (var endpoint = new RawServer(again.WriteAsync))
        {
            Assert.True((await webhooks.AskAsync(endpoint.Address, null, TestContext.Current.CancellationToken)).IsGranted);
            await again.Ended.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        Assert.InRange(endless.Written, 1, Most);
        Assert.InRange(again.Written, 1, Most);
    }

    [Fact]
    public async Task An_endless_head_of_an_answer_is_a_failed_attempt()
    {
        var webhooks = app.Cluster.Services[0].GetRequiredService<WebhookClient>();
        long written = 0;
        await using var endpoint = new RawServer(async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray());
            var line = Encoding.Latin1.GetBytes($"X-More: {new string('a', 1_000)}\r\n");
            while (true)
            {
                await stream.WriteAsync(line);
                Interlocked.Add(ref written, line.Length);
            }
        });
        var outcome = await webhooks.PostAsync(new WebhookRequest(endpoint.Address, [], "msg_1", "application/json", "{}"u8.ToArray(), null, null), TestContext.Current.CancellationToken);
        Assert.Equal(DeliveryResult.Unreachable, outcome.Result);
        Assert.InRange(Interlocked.Read(ref written), 1, Most);
    }

    private async Task PutApiAsync(string name, RawServer upstream)
    {
        using var admin = app.Admin();
        using var put = await admin.PutAsync($"/api/ratelimit/apis/{name}", new { upstream = upstream.Address, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
        Assert.Equal(HttpStatusCode.Created, put.Status);
    }

    private static byte[] Gzip(byte[] data) => Packed(data, to => new GZipStream(to, CompressionLevel.Optimal));

    private static byte[] Brotli(byte[] data) => Packed(data, to => new BrotliStream(to, CompressionLevel.Optimal));

    private static byte[] Packed(byte[] data, Func<Stream, Stream> packer)
    {
        using var packed = new MemoryStream();
        using (var stream = packer(packed))
        {
            stream.Write(data);
        }

        return packed.ToArray();
    }
}
