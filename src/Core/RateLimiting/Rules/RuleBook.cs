namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Holds the rules that this instance decides by: read without a lock, replaced whole.</summary>
public sealed class RuleBook
{
    private volatile RuleSet current = RuleSet.Empty;

    public RuleSet Current => current;

    public void Replace(RuleSet rules) => current = rules;
}
