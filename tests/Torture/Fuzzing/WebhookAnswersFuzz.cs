using System.Net.Http.Headers;
using CsCheck;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Torture.Fuzzing;

/// <summary>What an endpoint, which anybody may run, answers with.</summary>
public sealed class WebhookAnswersFuzz
{
    private const string Origin = "serverless.example";

    private static readonly DateTimeOffset Now = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_handshake_is_granted_only_to_our_origin() => Fuzz.Try(
        Gen.Select(Texts.Around([Origin, "*", "evil.example", Origin + ", *"], "*", ",", " "), Texts.Around(["120", "*", "0", "-1"], "*", "9999999999", "+", "٣"), Gen.Int[100, 599]), input =>
        {
            var (origin, rate, status) = input;
            using var response = new HttpResponseMessage((HttpStatusCode)status);
            response.Headers.TryAddWithoutValidation("WebHook-Allowed-Origin", origin);
            response.Headers.TryAddWithoutValidation("WebHook-Allowed-Rate", rate);
            var reply = HandshakeReply.Of(response, Origin);
            if (reply.IsGranted)
            {
                Assert.InRange(status, 200, 299);
                Assert.Contains(origin.Trim().ToLowerInvariant(), new[] { Origin, "*" });
                Assert.True(reply.RequestsPerMinute is null or > 0);
            }
        });

    [Fact]
    public void A_wish_for_a_pause_is_bounded() => Fuzz.Try(
        Gen.Select(Texts.Around(["120", "Wed, 25 Nov 2026 10:00:30 GMT", "-1", "99999999999999"], "GMT", ",", ":", "-"), Gen.Int[100, 599]), input =>
        {
            var (text, status) = input;
            _ = RetryConditionHeaderValue.TryParse(text, out var retryAfter);
            var outcome = DeliveryOutcome.Of((HttpStatusCode)status, retryAfter, Now, TimeSpan.Zero);
            Assert.True(outcome.RetryAfter is null || (outcome.RetryAfter >= TimeSpan.Zero && outcome.RetryAfter <= DeliveryOutcome.LongestRetryAfter));
            Assert.Equal(status is >= 200 and <= 299, outcome.IsDelivered);
        });
}
