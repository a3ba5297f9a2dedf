using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>What the last requests say of an endpoint.</summary>
/// <param name="Failures">Requests in a row that failed.</param>
/// <param name="IsSluggish">The last answer was late.</param>
/// <param name="HasDelivered">A request succeeded since the count began.</param>
public readonly record struct EndpointHealth(int Failures, bool IsSluggish = false, bool HasDelivered = false)
{
    /// <summary>So many failures in a row make an endpoint slow.</summary>
    public const int MaxFailures = 3;

    private const int MostDoublings = 16;

    /// <summary>A later answer makes an endpoint slow: half of what it may take.</summary>
    public static readonly TimeSpan LateAnswer = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortestHold = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestHandshakeHold = TimeSpan.FromMinutes(10);

    /// <summary>Whether the endpoint is to be delivered to apart from the others.</summary>
    public bool IsSlow => Failures >= MaxFailures || IsSluggish;

    /// <summary>Whether a slow endpoint is as good as any again.</summary>
    public bool HasRecovered => HasDelivered && !IsSlow && Failures == 0;

    /// <summary>How long to leave a failing endpoint alone: a second after the first failure, doubled with each up to a minute.</summary>
    public TimeSpan Hold => Backoff(LongestHold);

    /// <summary>The same for an endpoint that has not agreed: up to ten minutes.</summary>
    public TimeSpan HandshakeHold => Backoff(LongestHandshakeHold);

    /// <summary>Takes another outcome into account. To be asked for a certain time is no failure.</summary>
    public EndpointHealth After(DeliveryOutcome outcome) => outcome.Result switch
    {
        DeliveryResult.Delivered => new(0, outcome.Latency >= LateAnswer, HasDelivered: true),
        DeliveryResult.Throttled when outcome.RetryAfter is not null => this,
        _ => this with { Failures = Failures + 1 },
    };

    private TimeSpan Backoff(TimeSpan longest)
    {
        var backoff = ShortestHold * Math.Pow(2, Math.Clamp(Failures - 1, 0, MostDoublings));
        return backoff < longest ? backoff : longest;
    }
}
