using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Client.Tests.Webhooks;

/// <summary>Verified is what the service's own signing makes, and nothing else.</summary>
public sealed class WebhookVerifierTests
{
    private const string Id = "msg_1";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly string Secret = NewSecret(1);
    private static readonly string OtherSecret = NewSecret(2);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"order":42}""");
    private static readonly string Timestamp = $"{Now.ToUnixTimeSeconds()}";

    [Fact]
    public void Accepts_a_signature_that_openssl_made()
    {
        // HMAC-SHA256 of "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}" by openssl.
        var verifier = new WebhookVerifier(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1614265330)));
        Assert.Equal(
            WebhookVerdict.Valid,
            verifier.Verify("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", """{"test": 2432232314}"""u8));
    }

    [Fact]
    public void Accepts_what_the_service_signs_and_nothing_that_was_changed() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 1_000]).Sample((body, flip) =>
        {
            var signature = Sign(body, Now, Secret);
            var verifier = Verifier(Secret);
            Assert.Equal(WebhookVerdict.Valid, verifier.Verify(Id, Timestamp, signature, body));
            byte[] changed = [.. body, 0];
            changed[flip % changed.Length] ^= 1;
            Assert.Equal(WebhookVerdict.WrongSignature, verifier.Verify(Id, Timestamp, signature, changed));
            Assert.Equal(WebhookVerdict.WrongSignature, verifier.Verify(Id + "2", Timestamp, signature, body));
            Assert.Equal(WebhookVerdict.WrongSignature, verifier.Verify(Id, $"{Now.ToUnixTimeSeconds() + 1}", signature, body));
        });

    [Fact]
    public void Accepts_either_secret_of_a_rotation_on_either_side()
    {
        Assert.Equal(WebhookVerdict.Valid, Verifier(Secret).Verify(Id, Timestamp, Sign(Body, Now, OtherSecret, Secret), Body));
        Assert.Equal(WebhookVerdict.Valid, Verifier(OtherSecret, Secret).Verify(Id, Timestamp, Sign(Body, Now, Secret), Body));
        Assert.Equal(WebhookVerdict.WrongSignature, Verifier(OtherSecret).Verify(Id, Timestamp, Sign(Body, Now, Secret), Body));
    }

    [Theory]
    [InlineData(300, WebhookVerdict.Valid)]
    [InlineData(301, WebhookVerdict.WrongTime)]
    [InlineData(-300, WebhookVerdict.Valid)]
    [InlineData(-301, WebhookVerdict.WrongTime)]
    public void Refuses_what_was_signed_too_long_ago_or_too_far_ahead(int secondsAgo, WebhookVerdict expected)
    {
        var at = Now.AddSeconds(-secondsAgo);
        Assert.Equal(expected, Verifier(Secret).Verify(Id, $"{at.ToUnixTimeSeconds()}", Sign(Body, at, Secret), Body));
    }

    [Theory]
    [InlineData(null, "1", "v1,a")]
    [InlineData("", "1", "v1,a")]
    [InlineData("id", null, "v1,a")]
    [InlineData("id", "yesterday", "v1,a")]
    [InlineData("id", "-1", "v1,a")]
    [InlineData("id", "1", null)]
    public void Says_so_when_a_header_is_missing_or_unreadable(string? id, string? timestamp, string? signature) =>
        Assert.Equal(WebhookVerdict.Malformed, Verifier(Secret).Verify(id, timestamp, signature, Body));

    [Theory]
    [InlineData("v1,")]
    [InlineData("v1,AAAA")]
    [InlineData("v1,not base64")]
    [InlineData("v2,AAAA")]
    public void Refuses_signatures_of_another_form(string signature) =>
        Assert.Equal(WebhookVerdict.WrongSignature, Verifier(Secret).Verify(Id, Timestamp, signature, Body));

    [Fact]
    public void Passes_over_signatures_of_other_schemes() =>
        Assert.Equal(WebhookVerdict.Valid, Verifier(Secret).Verify(Id, Timestamp, "v1a,xyz  " + Sign(Body, Now, Secret), Body));

    [Theory]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("not base64!")]
    public void Refuses_secrets_that_are_none(string secret) => Assert.Throws<ArgumentException>(() => new WebhookVerifier(secret));

    [Fact]
    public void Refuses_to_verify_without_a_secret() => Assert.Throws<ArgumentException>(() => new WebhookVerifier());

    private static WebhookVerifier Verifier(params string[] secrets) => new(secrets, new FakeTimeProvider(Now));

    private static string Sign(byte[] body, DateTimeOffset at, params string[] secrets) =>
        WebhookSignature.Of(secrets.Select(secret => new SigningSecret(secret)), Id, at, body);

    private static string NewSecret(byte fill) => SigningSecret.Prefix + Convert.ToBase64String(Enumerable.Repeat(fill, SigningSecret.MinBytes).ToArray());
}
