namespace Serverless.Torture.Histories;

/// <summary>
/// What a history says of limits: of a caller's checks in one window no more were admitted than the limit, once for every
/// place that counts - the shared counters and, while these are out of reach, each instance's memory. What an instance counted
/// alone for a moment, and said so, is held to the limit by itself.
/// </summary>
public static class LimitChecker
{
    public const string Check = "limit.check";

    /// <param name="limit">Permits of a window, which is longer than the run.</param>
    /// <param name="counts">How often counting may have begun anew: once, and once more for each instance without its Redis and for each loss of its counters.</param>
    /// <returns>A sentence for each breach.</returns>
    public static IReadOnlyList<string> Breaches(History history, int limit, int counts) =>
    [
        .. history.All
            .Where(item => item.Kind == Check && item.IsAcknowledged)
            .GroupBy(item => item.Subject)
            .Where(group => group.Count(item => item.Detail is null) > limit * counts || group.Count() > limit * Math.Max(counts, 2))
            .Select(group => $"The caller {group.Key} was admitted {group.Count()} times with a limit of {limit} and {counts} counts."),
        .. history.All
            .Where(item => item.Kind == Check && item.Status is not (null or 200 or 429 or 503))
            .Select(item => $"A check answered {item.Status}."),
    ];
}
