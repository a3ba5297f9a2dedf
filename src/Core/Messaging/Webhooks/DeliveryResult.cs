namespace Serverless.Core.Messaging.Webhooks;

/// <summary>What became of an attempt to deliver.</summary>
public enum DeliveryResult
{
    /// <summary>The endpoint answered 2xx.</summary>
    Delivered,

    /// <summary>The endpoint answered that this message is wrong, 4xx: it is well itself.</summary>
    Rejected,

    /// <summary>The endpoint answered something else: 5xx, a redirect, 408.</summary>
    Failed,

    /// <summary>The endpoint asked for time: 429, or 503 with <c>Retry-After</c>.</summary>
    Throttled,

    /// <summary>The endpoint answered 410: it wants nothing any more.</summary>
    Gone,

    /// <summary>No answer within the time of an attempt.</summary>
    TimedOut,

    /// <summary>No connection, or it broke.</summary>
    Unreachable,

    /// <summary>The endpoint is at an address that requests may not be sent to.</summary>
    AddressRefused,
}
