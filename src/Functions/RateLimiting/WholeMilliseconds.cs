using Serverless.Core.RateLimiting.Checking;

namespace Serverless.Functions.RateLimiting;

/// <summary>Rounds times so that who waits for as long as he is told never comes too early.</summary>
internal static class WholeMilliseconds
{
    public static TimeSpan RoundUp(TimeSpan duration) => TimeSpan.FromMilliseconds(Math.Ceiling(duration.TotalMilliseconds));

    public static DateTimeOffset RoundUp(DateTimeOffset instant) => DateTimeOffset.UnixEpoch + RoundUp(instant - DateTimeOffset.UnixEpoch);

    /// <summary>When all of a limit can be had again.</summary>
    /// <param name="now">What counts where nobody named an instant.</param>
    public static DateTimeOffset ResetAt(RuleOutcome outcome, DateTimeOffset now) => outcome.ResetAt is { } instant ? RoundUp(instant) : now + RoundUp(outcome.ResetAfter);
}
