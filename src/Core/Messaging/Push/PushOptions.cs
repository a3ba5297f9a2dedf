using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.Messaging.Push;

/// <summary>Settings of the section <c>Push</c>.</summary>
public sealed class PushOptions
{
    public const string Section = "Push";

    /// <summary>The DNS name by which endpoints know the sender of webhooks: the value of <c>WebHook-Request-Origin</c>.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9._-]{1,253}$", ErrorMessage = "Push:Origin is no DNS name.")]
    public string Origin { get; set; } = "localhost";
}
