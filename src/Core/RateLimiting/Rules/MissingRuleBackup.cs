namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Stands for the backup where the stores are a file of this machine: without it nothing starts.</summary>
public sealed class MissingRuleBackup : IRuleBackup
{
    public Task<RuleDocument?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<RuleDocument?>(null);

    public Task WriteAsync(RuleDocument document, CancellationToken cancellationToken) => Task.CompletedTask;
}
