using Microsoft.Extensions.Options;

namespace Serverless.Core.UrlShortening;

/// <summary>Counts the keys in quarantine, some shards with each run of the clean-up, so that no run has to count all.</summary>
public sealed class QuarantineCensus(ILinkStore links, QuarantineMetrics metrics, IOptions<LinksOptions> options, TimeProvider time)
{
    /// <summary>With a run every five minutes a round takes forty.</summary>
    public const int ShardsPerRun = 8;

    private int next;

    /// <summary>Counts the next shards.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store does not answer; the next run goes on.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < ShardsPerRun; i++)
        {
            metrics.Record(next, await links.CountGoneAsync(next, time.GetUtcNow() + options.Value.Quarantine, cancellationToken));
            next = (next + 1) % ExpiryPartition.Shards;
        }
    }
}
