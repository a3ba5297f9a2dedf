namespace Serverless.Client.AspNetCore;

/// <summary>What the service answered to a check.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The decision, or the problem document.</param>
/// <param name="Headers">Those that the caller is to see too.</param>
/// <param name="Decision">The decision; null for a problem.</param>
/// <param name="Problem">What kind of problem it is; null for a decision that allows.</param>
internal sealed record CheckAnswer(
    int Status, byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Headers, RateLimitDecision? Decision = null, Problem? Problem = null)
{
    private const int Ok = 200;
    private const int TooManyRequests = 429;
    private const int Unavailable = 503;
    private const int ServerErrors = 500;

    public bool IsAllowed => Status == Ok && Decision is { Allowed: true };

    /// <summary>Whether the caller is refused: the limit is used up, or a rule that fails closed can't count.</summary>
    public bool IsRefused => (Status, Problem?.Code) is (TooManyRequests, "quota-exceeded") or (Unavailable, "limits-unavailable");

    /// <summary>Whether the service failed, so that asking on would only cost time. What is wrong with a rule, a key or one request is no such failure.</summary>
    public bool IsOutage => !IsRefused && Status is (TooManyRequests or >= ServerErrors);
}
