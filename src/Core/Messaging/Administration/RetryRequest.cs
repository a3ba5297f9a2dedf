using System.ComponentModel.DataAnnotations;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Administration;

/// <summary>How deliveries are repeated; null for the default.</summary>
public sealed record RetryRequest
{
    /// <summary>Wait after the first failed attempt, up to P1D; it doubles from there on. Null for PT1S.</summary>
    public TimeSpan? MinBackoff { get; init; }

    /// <summary>The longest wait, up to P1D; null for PT10M.</summary>
    public TimeSpan? MaxBackoff { get; init; }

    /// <summary>Deliveries in all; null for 10.</summary>
    [Range(1, RetryPolicy.MostAttempts)]
    public int? MaxAttempts { get; init; }

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
