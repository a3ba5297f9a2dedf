using System.Globalization;

namespace Serverless.Core.RateLimiting.Checking;

/// <summary>Refuses costs that no wait would help.</summary>
internal static class CheckCost
{
    /// <returns>What is wrong; null for nothing.</returns>
    public static FieldErrors? Validate(PlanCounters rules, long cost)
    {
        if (cost < 1)
        {
            return FieldErrors.Of("cost", "must be 1 or more");
        }

        return rules.Tightest is { } tightest && cost > tightest.Limit.Capacity
            ? FieldErrors.Of("cost", string.Create(CultureInfo.InvariantCulture, $"must be at most {tightest.Limit.Capacity}, what rule '{tightest.Rule.Id}' allows at once."))
            : null;
    }
}
