using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>The backup in memory.</summary>
public sealed class InMemoryRuleBackup : IRuleBackup
{
    public RuleDocument? Kept { get; private set; }

    public int Writes { get; private set; }

    public Task<RuleDocument?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Kept);

    public Task WriteAsync(RuleDocument document, CancellationToken cancellationToken)
    {
        (Kept, Writes) = (document, Writes + 1);
        return Task.CompletedTask;
    }
}
