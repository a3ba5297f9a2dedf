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

    /// <summary>How long the endpoint has for an answer, PT1S to PT1M; null for PT10S.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Up to 10 header fields that go with each request to the endpoint, by name. Their values are not told again: null keeps the
    /// value that there is for this endpoint, and no headers at all keep all of them.
    /// </summary>
    public IReadOnlyDictionary<string, string?>? Headers { get; init; }

    /// <summary>Ignored: the endpoint says so.</summary>
    public bool? Verified { get; init; }

    // Of a record, a text: secrets must not get into a log by way of it.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append($"{nameof(Mode)} = {Mode}, {nameof(Endpoint)} = {Endpoint}");
        return true;
    }
}
