using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// What the last requests say of an endpoint. What it says of a message is another matter: an endpoint that finds fault with
/// one (4xx) is as well as one that takes it.
/// </summary>
/// <param name="Failures">Requests in a row that failed: time-outs, no connection, 5xx, 429.</param>
/// <param name="IsSluggish">The last answer was late.</param>
/// <param name="HasDoneWell">A request did not fail since the count began.</param>
/// <param name="IsAnswering">The last one that failed was answered.</param>
public readonly record struct EndpointHealth(int Failures, bool IsSluggish = false, bool HasDoneWell = false, bool IsAnswering = false)
{
    /// <summary>So many failures in a row make an endpoint slow.</summary>
    public const int MaxFailures = 3;

    private const int MostDoublings = 16;

    /// <summary>A later answer makes an endpoint slow: half of what it may take.</summary>
    public static readonly TimeSpan LateAnswer = TimeSpan.FromSeconds(5);

    /// <summary>
    /// An endpoint that answers is left alone for no longer than an attempt may take: its failures may be those of some
    /// messages, for which the others wait.
    /// </summary>
    public static readonly TimeSpan LongestHoldOfAnswering = WebhookClient.AttemptTimeout;

    private static readonly TimeSpan ShortestHold = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestHandshakeHold = TimeSpan.FromMinutes(10);

    /// <summary>Whether the endpoint is to be delivered to apart from the others.</summary>
    public bool IsSlow => Failures >= MaxFailures || IsSluggish;

    /// <summary>Whether a slow endpoint is as good as any again.</summary>
    public bool HasRecovered => HasDoneWell && !IsSlow && Failures == 0;

    /// <summary>How long to leave a failing endpoint alone: a second after the first failure, doubled with each up to a minute.</summary>
    public TimeSpan Hold => Backoff(Failures, IsAnswering ? LongestHoldOfAnswering : LongestHold);

    /// <summary>The same for an endpoint that asked for time: no less than by our own rule, whatever it asked for.</summary>
    /// <param name="retryAfter">What it asked for; null for nothing in particular.</param>
    public TimeSpan HoldFor(TimeSpan? retryAfter)
    {
        var own = Hold;
        return retryAfter > own ? retryAfter.Value : own;
    }

    /// <summary>The same for an endpoint that has not agreed: up to ten minutes.</summary>
    public TimeSpan HandshakeHold => Backoff(Failures, LongestHandshakeHold);

    /// <summary>Takes another outcome into account.</summary>
    public EndpointHealth After(DeliveryOutcome outcome) => outcome.IsOfHealthyEndpoint
        ? new(0, outcome.Latency >= LateAnswer, HasDoneWell: true)
        : this with { Failures = Failures + 1, IsAnswering = outcome.Status is not null };

    /// <summary>How long to wait after something went wrong so many times in a row: a second, doubled with each up to a minute.</summary>
    public static TimeSpan BackoffAfter(int times) => Backoff(times, LongestHold);

    private static TimeSpan Backoff(int times, TimeSpan longest)
    {
        var backoff = ShortestHold * Math.Pow(2, Math.Clamp(times - 1, 0, MostDoublings));
        return backoff < longest ? backoff : longest;
    }
}
