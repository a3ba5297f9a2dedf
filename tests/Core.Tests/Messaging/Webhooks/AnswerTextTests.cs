using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Tests.Messaging.Webhooks;

/// <summary>What is kept of an endpoint's answer.</summary>
public sealed class AnswerTextTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)(255 - (i * 5)))];
    private static readonly string Secret = SigningSecret.Prefix + Convert.ToBase64String(Key);

    private readonly FakeTimeProvider time = new(SampleMessages.Start);

    [Fact]
    public async Task The_first_kilobyte_is_kept_and_no_character_is_cut_in_two()
    {
        Assert.Equal("fine", await AnswerAsync("fine"));
        Assert.Null(await AnswerAsync(""));
        Assert.Equal(new string('x', 1_024), await AnswerAsync(new string('x', 70_000)));
        Assert.Equal(new string('x', 1_023), await AnswerAsync(new string('x', 1_023) + "\u00e9\u00e9\u00e9"));
    }

    [Fact]
    public async Task What_the_endpoint_was_sent_in_confidence_is_kept_in_no_spelling()
    {
        var base64 = Secret[SigningSecret.Prefix.Length..];
        const string Header = "Bearer k/e+y&\"42\"<long>";
        const string Token = "k/e+y&\"42\"<long>";
        string[] spellings =
        [
            Secret, base64, Header, Token, Token.ToUpperInvariant(), JavaScriptEncoder.Default.Encode(Token), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Token),
            Token.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal), Uri.EscapeDataString(Token), WebUtility.UrlEncode(base64),
            WebUtility.HtmlEncode(Token), JavaScriptEncoder.Default.Encode(base64),
        ];
        foreach (var spelling in spellings)
        {
            Assert.Equal("you sent [redacted], and I am here", await AnswerAsync($"you sent {spelling}, and I am here", Header));
        }
    }

    [Fact]
    public async Task A_secret_is_kept_in_no_part_at_the_end_either()
    {
        for (var cut = 4; cut < Secret.Length; cut++)
        {
            Assert.Equal("<[redacted]", await AnswerAsync("<" + Secret[..cut]));
        }

        for (var before = 1_024 - Secret.Length; before < 1_024; before++)
        {
            var answer = await AnswerAsync(new string('.', before) + Secret + "and so on");
            Assert.StartsWith("[redacted]"[..Math.Min(10, 1_024 - before)], answer!.TrimStart('.'), StringComparison.Ordinal);
            Assert.DoesNotContain("whsec", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_value_of_one_sign_is_kept_no_more_than_a_long_one() => Assert.Equal("a[redacted]b", await AnswerAsync("a7b", "7"));

    [Fact]
    public async Task A_body_that_does_not_come_is_not_waited_for()
    {
        var answer = PostAsync(new StreamContent(new StalledStream("begun"u8.ToArray())), null);
        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        var outcome = await answer;
        Assert.Equal((DeliveryResult.Delivered, "begun"), (outcome.Result, outcome.Answer));
        Assert.True(time.GetUtcNow() - SampleMessages.Start >= TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task A_body_that_breaks_off_delivers_all_the_same()
    {
        var outcome = await PostAsync(new StreamContent(new BrokenStream("begun"u8.ToArray())), null);
        Assert.Equal((DeliveryResult.Delivered, "begun"), (outcome.Result, outcome.Answer));
    }

    private async Task<string?> AnswerAsync(string body, string? header = null) => (await PostAsync(new StringContent(body, Encoding.UTF8), header)).Answer;

    private async Task<DeliveryOutcome> PostAsync(HttpContent body, string? header)
    {
        using var connections = new WebhookConnections(new AnsweringHandler(body));
        using var client = new WebhookClient(connections, Options.Create(new PushOptions()), time);
        var request = new WebhookRequest(
            new Uri("http://endpoint.example/hook"), [new SigningSecret(Secret)], "msg_1", "application/json", "{}"u8.ToArray(), null, null,
            header is null ? null : [new EndpointHeader("x-key", header)]);
        return await client.PostAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed class AnsweringHandler(HttpContent body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = body });
    }

    /// <summary>Has some bytes, and then neither more nor an end.</summary>
    private sealed class StalledStream(byte[] begun) : MemoryStream(begun)
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (await base.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                return read;
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }

    private sealed class BrokenStream(byte[] begun) : MemoryStream(begun)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("reset");
    }
}
