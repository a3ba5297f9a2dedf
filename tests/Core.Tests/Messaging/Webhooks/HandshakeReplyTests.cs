using System.Net;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Tests.Messaging.Webhooks;

/// <summary>What an endpoint's answer to OPTIONS means.</summary>
public sealed class HandshakeReplyTests
{
    [Theory]
    [InlineData("queue.example.com", "100", 100)]
    [InlineData("QUEUE.example.com", "1", 1)]
    [InlineData("*", "*", null)]
    [InlineData("*", null, null)]
    public void Permission_is_our_origin_or_an_asterisk(string origin, string? rate, int? perMinute) =>
        Assert.Equal(new HandshakeReply(null, perMinute), Reply(HttpStatusCode.OK, origin, rate));

    [Theory]
    [InlineData(200, null, null)]
    [InlineData(200, null, "100")]
    [InlineData(200, "", "100")]
    [InlineData(200, "example.com", "100")]
    [InlineData(200, "queue.example.com.evil.example", "100")]
    [InlineData(200, "*", "0")]
    [InlineData(200, "*", "-1")]
    [InlineData(200, "*", "many")]
    [InlineData(200, "*", "99999999999")]
    [InlineData(301, "*", "*")]
    [InlineData(405, "*", "*")]
    [InlineData(500, "*", "*")]
    public void Anything_else_is_none(int status, string? origin, string? rate)
    {
        var reply = Reply((HttpStatusCode)status, origin, rate);
        Assert.False(reply.IsGranted);
        Assert.NotEmpty(reply.Refusal!);
    }

    [Fact]
    public void A_reason_does_not_repeat_more_of_an_answer_than_a_person_reads() =>
        Assert.True(Reply(HttpStatusCode.OK, new string('x', 10_000), "*").Refusal!.Length < 400);

    private static HandshakeReply Reply(HttpStatusCode status, string? origin, string? rate)
    {
        using var response = new HttpResponseMessage(status);
        if (origin is not null)
        {
            response.Headers.TryAddWithoutValidation("WebHook-Allowed-Origin", origin);
        }

        if (rate is not null)
        {
            response.Headers.TryAddWithoutValidation("webhook-allowed-rate", rate);
        }

        return HandshakeReply.Of(response, "queue.example.com");
    }
}
