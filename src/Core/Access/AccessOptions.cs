using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.Access;

/// <summary>Settings of the section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>The key of the operator who creates all others; empty for none. It is not stored and can't be revoked, only configured away.</summary>
    [RegularExpression(@"\s*[!-~]{1,512}\s*|\s*", ErrorMessage = "Access:AdminKey must have 1-512 visible ASCII characters, because it is sent in a header.")]
    public string? AdminKey { get; set; }
}
