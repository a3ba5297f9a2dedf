using Microsoft.Extensions.Options;
using Serverless.Core.Access;

namespace Serverless.Core.Tests.Access;

public sealed class AccessOptionsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("0123456789abcdef")]
    [InlineData("  0123456789abcdef\r\n")]
    public void An_admin_key_that_nobody_guesses_is_taken_and_so_is_none(string? key) => Assert.True(Validate(key).Succeeded);

    [Theory]
    [InlineData("0123456789abcde", "16-512 visible ASCII characters")]
    [InlineData("0123456789abcde ", "16-512 visible ASCII characters")]
    [InlineData("0123456789 abcdef", "16-512 visible ASCII characters")]
    [InlineData("0123456789abcdefключ", "16-512 visible ASCII characters")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/admin)", "reference that could not be followed")]
    [InlineData("choose-a-long-random-string", "choose a random text of your own")]
    [InlineData("choose-a-long-random-string\n", "choose a random text of your own")]
    public void One_that_is_short_known_or_no_text_for_a_header_is_refused_with_a_reason(string key, string reason) =>
        Assert.Contains(reason, Validate(key).FailureMessage, StringComparison.Ordinal);

    private static ValidateOptionsResult Validate(string? key) =>
        new AccessOptionsValidator().Validate(null, new AccessOptions { AdminKey = key });
}
