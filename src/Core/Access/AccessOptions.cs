using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Access;

/// <summary>Settings of the section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>What stands in <c>local.settings.sample.json</c> for the key.</summary>
    private const string Placeholder = "choose-a-long-random-string";

    // Where the platform could not read the secret, the setting holds the reference itself, which anybody could guess.
    /// <summary>The key of the operator who creates all others; empty for none. White space around it, such as the end of a file's line, does not count. It is not stored and can't be revoked, only configured away.</summary>
    [RegularExpression(
        @"(?!@Microsoft\.KeyVault)[!-~]{16,512}",
        ErrorMessage = "Access:AdminKey must have 16-512 visible ASCII characters, because it is sent in a header. A value that begins with @Microsoft.KeyVault is a reference that could not be followed: store the secret, and let this app's identity read it.")]
    [DeniedValues(Placeholder, ErrorMessage = $"Access:AdminKey is '{Placeholder}', which stands in the sample settings for everybody to read: choose a random text of your own, such as 'openssl rand -hex 32' prints.")]
    public string? AdminKey { get; set => field = value?.Trim(); }
}

/// <summary>Refuses an admin key that could not be sent in a header, or could be guessed.</summary>
[OptionsValidator]
public sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;
