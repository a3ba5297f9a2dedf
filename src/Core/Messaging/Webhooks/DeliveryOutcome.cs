using System.Net;
using System.Net.Http.Headers;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>What became of an attempt to deliver, and what the endpoint asked for.</summary>
/// <param name="Status">Null when there was no answer.</param>
/// <param name="RetryAfter">How long the endpoint asked to be left alone, from nothing to <see cref="LongestRetryAfter"/>; null when it did not.</param>
/// <param name="Latency">From the beginning of the request to the answer's headers, or to the failure.</param>
public readonly record struct DeliveryOutcome(DeliveryResult Result, int? Status, TimeSpan? RetryAfter, TimeSpan Latency)
{
    /// <summary>A longer wish is not believed: most likely its unit was mistaken.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    /// <summary>How the answer's body began, without the endpoint's secrets; null for none. It decides nothing.</summary>
    public string? Answer { get; init; }

    public bool IsDelivered => Result == DeliveryResult.Delivered;

    /// <summary>The endpoint is well: it took the message, or found a fault in it.</summary>
    public bool IsOfHealthyEndpoint => Result is DeliveryResult.Delivered or DeliveryResult.Rejected;

    /// <summary>What an answer means.</summary>
    /// <param name="retryAfter">The header in either of its forms (RFC 9110, section 10.2.3).</param>
    public static DeliveryOutcome Of(HttpStatusCode status, RetryConditionHeaderValue? retryAfter, DateTimeOffset now, TimeSpan latency)
    {
        var wait = WaitOf(retryAfter, now);
        var result = status switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => DeliveryResult.Delivered,
            HttpStatusCode.Gone => DeliveryResult.Gone,
            HttpStatusCode.TooManyRequests => DeliveryResult.Throttled,
            HttpStatusCode.ServiceUnavailable when wait is not null => DeliveryResult.Throttled,
            HttpStatusCode.RequestTimeout => DeliveryResult.Failed,
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => DeliveryResult.Rejected,
            _ => DeliveryResult.Failed,
        };
        return new DeliveryOutcome(result, (int)status, result == DeliveryResult.Throttled ? wait : null, latency);
    }

    /// <summary>An attempt without an answer.</summary>
    public static DeliveryOutcome Without(DeliveryResult result, TimeSpan latency) => new(result, null, null, latency);

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        if ((header?.Delta ?? header?.Date - now) is not { } wait)
        {
            return null;
        }

        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestRetryAfter ? wait : LongestRetryAfter;
    }
}
