using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.Messaging.Administration;

/// <summary>How messages get to the subscriber.</summary>
public sealed record DeliveryRequest
{
    /// <summary><c>pull</c> or <c>push</c>.</summary>
    [Required]
    [AllowedValues(SubscriptionRules.Pull, SubscriptionRules.Push)]
    public string? Mode { get; init; }

    /// <summary>Where messages are pushed to, http or https; with <c>push</c> alone, and there required.</summary>
    [StringLength(EndpointRules.MaxLength)]
    public string? Endpoint { get; init; }

    /// <summary>What pushed messages are signed with: <c>whsec_</c> and the base64 of 24-64 bytes. Null to keep the secret there is, or to have one made.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether several messages may come in one request; null for false.</summary>
    public bool? Batch { get; init; }

    /// <summary>Ignored: the endpoint says so.</summary>
    public bool? Verified { get; init; }
}
