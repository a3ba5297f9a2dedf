namespace Serverless.Core.RateLimiting.Rules;

/// <summary>A copy of all rules and APIs for instances that start while neither the stores nor the shared copy answer.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when it can't be reached.</remarks>
public interface IRuleBackup
{
    /// <summary>What was written last; null when nothing was.</summary>
    Task<RuleDocument?> ReadAsync(CancellationToken cancellationToken);

    Task WriteAsync(RuleDocument document, CancellationToken cancellationToken);
}
