namespace Serverless.Core.Messaging.Topics;

/// <summary>When a message that was not acknowledged is delivered again, and how often.</summary>
/// <param name="MinBackoff">Wait after the first failed attempt, doubled each time up to <paramref name="MaxBackoff"/>.</param>
/// <param name="MaxAttempts">Deliveries in all, 1-100.</param>
public sealed record RetryPolicy(TimeSpan MinBackoff, TimeSpan MaxBackoff, int MaxAttempts)
{
    public const int MostAttempts = 100;

    public static RetryPolicy Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), 10);
}
