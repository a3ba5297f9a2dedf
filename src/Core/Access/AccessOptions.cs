using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Access;

/// <summary>Settings of the section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    // Where the platform could not read the secret, the setting holds the reference itself, which anybody could guess.
    /// <summary>The key of the operator who creates all others; empty for none. It is not stored and can't be revoked, only configured away.</summary>
    [RegularExpression(
        @"\s*(?!@Microsoft\.KeyVault)[!-~]{1,512}\s*|\s*",
        ErrorMessage = "Access:AdminKey must have 1-512 visible ASCII characters, because it is sent in a header. A value that begins with @Microsoft.KeyVault is a reference that could not be followed: store the secret, and let this app's identity read it.")]
    public string? AdminKey { get; set; }
}

/// <summary>Refuses an admin key that could not be sent in a header.</summary>
[OptionsValidator]
public sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;
