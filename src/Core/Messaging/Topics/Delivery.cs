using System.Text.Json.Serialization;

namespace Serverless.Core.Messaging.Topics;

/// <summary>How messages reach the subscriber.</summary>
[JsonDerivedType(typeof(Pull), "pull")]
[JsonDerivedType(typeof(Push), "push")]
public abstract record Delivery
{
    private Delivery()
    {
    }

    /// <summary>The subscriber asks for them.</summary>
    public sealed record Pull : Delivery
    {
        public static Pull Instance { get; } = new();
    }

    /// <summary>They are sent to an endpoint.</summary>
    /// <param name="Endpoint">An absolute http or https URL, as it was given.</param>
    /// <param name="Secrets">What requests are signed with, newest first; at least one.</param>
    /// <param name="Batch">Whether several messages go into one request (CloudEvents batch).</param>
    /// <param name="Verified">Whether the endpoint has agreed (the handshake of CloudEvents webhooks); nothing is sent before.</param>
    /// <param name="AllowedRate">Requests a minute that the endpoint allowed in the handshake; null for any.</param>
    /// <param name="Slow">Whether the endpoint failed or was slow of late, so that it is delivered to apart from the others.</param>
    /// <param name="Timeout">How long it has for an answer; null for <see cref="DefaultTimeout"/>.</param>
    /// <param name="Headers">Header fields that go with each request, with which it knows us; null for none.</param>
    public sealed record Push(
        string Endpoint,
        IReadOnlyList<SigningSecret> Secrets,
        bool Batch = false,
        bool Verified = false,
        int? AllowedRate = null,
        bool Slow = false,
        TimeSpan? Timeout = null,
        IReadOnlyList<EndpointHeader>? Headers = null) : Delivery
    {
        public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
        public static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
        public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);

        /// <summary>How long an attempt may take, the connection included.</summary>
        [JsonIgnore]
        public TimeSpan AttemptTimeout => Timeout ?? DefaultTimeout;
    }
}
