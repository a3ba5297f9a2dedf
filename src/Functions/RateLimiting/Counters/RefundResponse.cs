namespace Serverless.Functions.RateLimiting.Counters;

/// <summary>How many permits came back to which rule: none where the window that they were taken in is over.</summary>
public sealed record RefundResponse(IReadOnlyList<RefundResponse.Refund> Returned)
{
    public sealed record Refund(string Rule, long Permits);
}
