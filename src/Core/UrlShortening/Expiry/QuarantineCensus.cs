using Microsoft.Extensions.Options;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Expiry;

/// <summary>
/// Counts the keys in quarantine, some shards with each run of the clean-up, so that no run has to count all: up to eight,
/// or fewer once a second has passed, as it will in a large store.
/// </summary>
public sealed class QuarantineCensus(ILinkStore links, QuarantineMetrics metrics, IOptions<LinksOptions> options, TimeProvider time)
{
    /// <summary>With a run every five minutes a round takes forty minutes; five hours when one shard is all that a run has time for.</summary>
    public const int ShardsPerRun = 8;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    private int next;

    /// <summary>Counts the next shards, at least one.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer; the next run goes on.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var i = 0; i < ShardsPerRun && (i == 0 || time.GetElapsedTime(start) < Budget); i++)
        {
            metrics.Record(next, await links.CountGoneAsync(next, time.GetUtcNow() + options.Value.Quarantine, cancellationToken));
            next = (next + 1) % ExpiryPartition.Shards;
        }
    }
}
