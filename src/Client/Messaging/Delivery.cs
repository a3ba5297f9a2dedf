using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>How messages reach a subscriber.</summary>
public sealed record Delivery
{
    /// <summary>The subscriber asks for them.</summary>
    public static Delivery Pull { get; } = new() { Mode = DeliveryMode.Pull };

    /// <summary>Pull or push.</summary>
    public required DeliveryMode Mode { get; init; }

    /// <summary>Where they are pushed to.</summary>
    public string? Endpoint { get; init; }

    /// <summary>What requests are signed with: <c>whsec_</c> and base64. Null to keep the one there is, or to have one made, which is answered once.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether several messages may come in one request; null for false.</summary>
    public bool? Batch { get; init; }

    /// <summary>How long the endpoint has for an answer, 1-60 seconds; null for 10.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Up to 10 header fields that go with each request, by name. Answers tell names alone, with null, and null keeps the value
    /// that there is.
    /// </summary>
    public IReadOnlyDictionary<string, string?>? Headers { get; init; }

    /// <summary>They are pushed to an endpoint.</summary>
    public static Delivery Push(string endpoint, string? secret = null) => new() { Mode = DeliveryMode.Push, Endpoint = endpoint, Secret = secret };
}

/// <summary>How messages reach a subscriber.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DeliveryMode>))]
public enum DeliveryMode
{
    /// <summary>It asks for them.</summary>
    Pull,

    /// <summary>They are sent to its endpoint.</summary>
    Push,
}
