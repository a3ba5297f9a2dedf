namespace Serverless.Core.RateLimiting.Rules;

/// <summary>A copy of everything that is stored, for instances that start while neither the store nor the shared copy answer.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when it can't be reached.</remarks>
public interface IRuleBackup
{
    /// <summary>What was written last; null when nothing was.</summary>
    Task<RuleSnapshot?> ReadAsync(CancellationToken cancellationToken);

    Task WriteAsync(RuleSnapshot snapshot, CancellationToken cancellationToken);
}
