using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Topics;

/// <summary>Which texts are secrets.</summary>
public sealed class SigningSecretTests
{
    [Theory]
    [InlineData(24)]
    [InlineData(33)]
    [InlineData(64)]
    public void Takes_24_to_64_bytes(int bytes) => Assert.True(SigningSecret.IsValid(Of(bytes)));

    [Theory]
    [InlineData(0)]
    [InlineData(23)]
    [InlineData(65)]
    public void Takes_no_other_length(int bytes) => Assert.False(SigningSecret.IsValid(Of(bytes)));

    [Theory]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("\r\n")]
    [InlineData("\u00a0")]
    public void Takes_no_white_space_wherever_it_stands(string space)
    {
        var secret = Of(32);
        Assert.All(Enumerable.Range(0, secret.Length + 1), place => Assert.False(SigningSecret.IsValid(secret.Insert(place, space))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-")]
    public void Takes_nothing_else(string? text) => Assert.False(SigningSecret.IsValid(text));

    private static string Of(int bytes) => SigningSecret.Prefix + Convert.ToBase64String(new byte[bytes]);
}
