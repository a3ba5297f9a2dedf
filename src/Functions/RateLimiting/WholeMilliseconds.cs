namespace Serverless.Functions.RateLimiting;

/// <summary>Rounds durations so that who waits for as long as he is told never comes too early.</summary>
internal static class WholeMilliseconds
{
    public static TimeSpan RoundUp(TimeSpan duration) => TimeSpan.FromMilliseconds(Math.Ceiling(duration.TotalMilliseconds));
}
