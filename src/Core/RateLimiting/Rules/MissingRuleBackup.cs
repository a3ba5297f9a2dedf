namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Stands for the backup where the stores are a file of this machine: without it nothing starts.</summary>
public sealed class MissingRuleBackup : IRuleBackup
{
    public Task<RuleSnapshot?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<RuleSnapshot?>(null);

    public Task WriteAsync(RuleSnapshot snapshot, CancellationToken cancellationToken) => Task.CompletedTask;
}
