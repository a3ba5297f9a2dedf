using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>The backup in memory.</summary>
public sealed class InMemoryRuleBackup : IRuleBackup
{
    public RuleSnapshot? Kept { get; private set; }

    public int Writes { get; private set; }

    public Task<RuleSnapshot?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Kept);

    public Task WriteAsync(RuleSnapshot snapshot, CancellationToken cancellationToken)
    {
        (Kept, Writes) = (snapshot, Writes + 1);
        return Task.CompletedTask;
    }
}
