namespace Serverless.Core.Messaging.Topics;

/// <summary>What a user asks of the delivery.</summary>
public sealed record DeliveryRequest
{
    /// <summary><c>pull</c> or <c>push</c>.</summary>
    public string? Mode { get; init; }

    public string? Endpoint { get; init; }

    /// <summary>Null to keep the secret there is, or to have one made.</summary>
    public string? Secret { get; init; }

    public bool? Batch { get; init; }

    /// <summary>Not heeded: the endpoint says so.</summary>
    public bool? Verified { get; init; }

    /// <summary>This request with everything that <paramref name="change"/> names replaced.</summary>
    public DeliveryRequest With(DeliveryRequest change) => change.Mode is { } mode && mode != Mode
        ? change
        : new DeliveryRequest
        {
            Mode = Mode,
            Endpoint = change.Endpoint ?? Endpoint,
            Secret = change.Secret ?? Secret,
            Batch = change.Batch ?? Batch,
        };
}
