namespace Serverless.Core.RateLimiting;

/// <summary>Decides checks by the rules of the <see cref="RuleBook"/>.</summary>
public sealed class RateLimiter(RuleBook book, TimeProvider time)
{
    /// <summary>Decides one check; completes at once when no counter has to be asked.</summary>
    public ValueTask<RateLimitDecision> CheckAsync(RateLimitCheck check, CancellationToken cancellationToken)
    {
        _ = book.Current.Match(check.Api, check.Op);
        return new(new RateLimitDecision(RateLimitStatus.Allowed, [], null, time.GetUtcNow()));
    }

    /// <summary>Decides several checks, in their order.</summary>
    public async ValueTask<IReadOnlyList<RateLimitDecision>> CheckAsync(IReadOnlyList<RateLimitCheck> checks, CancellationToken cancellationToken)
    {
        var decisions = new RateLimitDecision[checks.Count];
        for (var i = 0; i < decisions.Length; i++)
        {
            decisions[i] = await CheckAsync(checks[i], cancellationToken);
        }

        return decisions;
    }
}
