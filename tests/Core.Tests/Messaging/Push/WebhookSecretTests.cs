using CsCheck;
using Serverless.Core.Messaging.Push;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>The text of a secret: whsec_ and Base64.</summary>
public sealed class WebhookSecretTests
{
    [Fact]
    public void A_new_secret_is_256_bits_in_the_text_that_libraries_take()
    {
        using var random = new SeededRandomNumberGenerator(1);
        var secret = WebhookSecret.New(random);
        Assert.StartsWith("whsec_", secret.Text, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(secret.Text["whsec_".Length..]).Length);
        Assert.NotEqual(secret.Text, WebhookSecret.New(random).Text);
    }

    [Fact]
    public void Reads_back_every_secret_of_24_to_64_bytes() => Gen.Byte.Array[24, 64].Sample(bytes =>
    {
        var text = "whsec_" + Convert.ToBase64String(bytes);
        return WebhookSecret.TryParse(text)?.Text == text;
    });

    [Fact]
    public void Refuses_other_lengths() => Gen.OneOf(Gen.Byte.Array[0, 23], Gen.Byte.Array[65, 200])
        .Sample(bytes => WebhookSecret.TryParse("whsec_" + Convert.ToBase64String(bytes)) is null);

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La LaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMA")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMB==")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS_")]
    public void Refuses_what_some_library_would_read_otherwise(string text) => Assert.Null(WebhookSecret.TryParse(text));

    [Fact]
    public void Does_not_show_itself()
    {
        var secret = WebhookSecret.TryParse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!;
        Assert.Equal("whsec_...", $"{secret}");
    }
}
