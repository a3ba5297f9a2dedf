using Serverless.Core.Storage;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Makes the copies equal to what the store holds: a writer may have died between a store and a copy.</summary>
public sealed class RuleRepair(RuleSource source, ISharedRules shared, IRuleBackup backup, RevisionGenerator revisions)
{
    private const int Attempts = 5;

    /// <summary>Repairs the shared copy and the backup; safe when run twice at once.</summary>
    /// <exception cref="StoreUnavailableException">The store or the backup did not answer.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var snapshot = (await RepairSharedAsync(cancellationToken)).Snapshot;
        if (await backup.ReadAsync(cancellationToken) is not { } kept || !kept.IsSameAs(snapshot))
        {
            await backup.WriteAsync(snapshot, cancellationToken);
        }
    }

    /// <summary>What the store holds, and the version under which the shared copy now says the same; null when it can't be reached.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    public async Task<(RuleSnapshot Snapshot, string? Version)> RepairSharedAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // In this order: what a writer changes while the store is read moves the version.
            var (reachable, copy) = await TryAsync(() => shared.ReadAsync(cancellationToken));
            var snapshot = await source.ReadAsync(cancellationToken);
            if (!reachable || copy?.Snapshot.IsSameAs(snapshot) == true)
            {
                return (snapshot, copy?.Version);
            }

            var next = new SharedRules(revisions.Next(), snapshot);
            var (_, replaced) = await TryAsync(() => shared.TryReplaceAsync(copy?.Version, next, cancellationToken));
            if (replaced || attempt == Attempts)
            {
                return (snapshot, replaced ? next.Version : null);
            }
        }
    }

    private static async Task<(bool Reachable, T? Result)> TryAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return (true, await ask());
        }
        catch (StoreUnavailableException)
        {
            return (false, default);
        }
    }
}
