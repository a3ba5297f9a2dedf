namespace Serverless.Core.Messaging.Topics;

/// <summary>What a user asks of repeated deliveries; null for the default.</summary>
public sealed record RetryRequest
{
    public TimeSpan? MinBackoff { get; init; }

    public TimeSpan? MaxBackoff { get; init; }

    public int? MaxAttempts { get; init; }

    /// <summary>This request with everything that <paramref name="change"/> names replaced.</summary>
    public RetryRequest With(RetryRequest change) => new()
    {
        MinBackoff = change.MinBackoff ?? MinBackoff,
        MaxBackoff = change.MaxBackoff ?? MaxBackoff,
        MaxAttempts = change.MaxAttempts ?? MaxAttempts,
    };

    /// <summary>The policy, with defaults that leave what was asked for consistent.</summary>
    public RetryPolicy ToPolicy()
    {
        var standard = RetryPolicy.Default;
        var shortest = MinBackoff ?? (MaxBackoff < standard.MinBackoff ? MaxBackoff.Value : standard.MinBackoff);
        return new RetryPolicy(
            shortest,
            MaxBackoff ?? (shortest > standard.MaxBackoff ? shortest : standard.MaxBackoff),
            MaxAttempts ?? standard.MaxAttempts);
    }
}
