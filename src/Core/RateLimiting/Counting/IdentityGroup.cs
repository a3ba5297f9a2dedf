namespace Serverless.Core.RateLimiting.Counting;

/// <summary>The rules of an operation that count one caller by the same identity: asked together.</summary>
public sealed record IdentityGroup(CallerIdentity Identity, IReadOnlyList<RuleCounter> Counters)
{
    /// <summary>Whether it is one rule whose quota is leased.</summary>
    public bool IsSliced => Counters is [{ IsSliced: true }];

    /// <summary>The enforced rule that refuses while counters can't be reached; null for none.</summary>
    public RuleCounter? FailsClosed => Counters.FirstOrDefault(counter => counter is { IsEnforced: true, Rule.OnFailure: FailureMode.Closed });
}
