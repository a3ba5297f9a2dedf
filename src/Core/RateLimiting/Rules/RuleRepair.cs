using Serverless.Core.Storage;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>Makes the copies equal to what the stores hold: a writer may have died between a store and a copy.</summary>
public sealed class RuleRepair(RuleSource source, ISharedRules shared, IRuleBackup backup, RevisionGenerator revisions)
{
    private const int Attempts = 5;

    /// <summary>Repairs the shared copy and the backup; safe when run twice at once.</summary>
    /// <exception cref="StoreUnavailableException">A store or the backup did not answer.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var document = (await RepairSharedAsync(cancellationToken)).Document;
        if (await backup.ReadAsync(cancellationToken) is not { } kept || !kept.IsSameAs(document))
        {
            await backup.WriteAsync(document, cancellationToken);
        }
    }

    /// <summary>What the stores hold, and the version under which the shared copy now says the same; null when it can't be reached.</summary>
    /// <exception cref="StoreUnavailableException">A store did not answer.</exception>
    public async Task<(RuleDocument Document, string? Version)> RepairSharedAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // In this order: what a writer changes while the stores are read moves the version.
            var (reachable, copy) = await TryAsync(() => shared.ReadAsync(cancellationToken));
            var document = await source.ReadAsync(cancellationToken);
            if (!reachable || copy?.Document.IsSameAs(document) == true)
            {
                return (document, copy?.Version);
            }

            var next = new SharedRules(revisions.Next(), document);
            var (_, replaced) = await TryAsync(() => shared.TryReplaceAsync(copy?.Version, next, cancellationToken));
            if (replaced || attempt == Attempts)
            {
                return (document, replaced ? next.Version : null);
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
