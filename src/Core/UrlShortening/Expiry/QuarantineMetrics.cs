using System.Diagnostics.Metrics;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Expiry;

/// <summary>
/// How many keys are in quarantine, as far as the census has counted them here. A hash of the key chooses the shard, so
/// those counted stand for the others: before the first round is complete the number is an estimate, with a relative error
/// of about one over the root of what was counted.
/// </summary>
public sealed class QuarantineMetrics
{
    /// <summary>So long a shard's count is used, two of the slowest rounds of the census: another instance may run the timer by then.</summary>
    public static readonly TimeSpan TrustedFor = TimeSpan.FromHours(11);

    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly (int Keys, DateTimeOffset At)?[] counts = new (int, DateTimeOffset)?[ExpiryPartition.Shards];

    public QuarantineMetrics(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = meters.Create(LinkMetrics.MeterName);
        meter.CreateObservableGauge("serverless.links.quarantine", Measure(size => size.Keys), "{key}", "Keys of the whole store that are not issued again yet; an estimate from the shards counted.");
        meter.CreateObservableGauge("serverless.links.quarantine.counted_shards", Measure(size => size.Shards), "{shard}", "Shards, of 64, that the size of the quarantine is known from.");
    }

    /// <summary>The keys in quarantine, and from how many of the 64 shards that is known; null when none was counted here lately.</summary>
    public (long Keys, int Shards)? Size
    {
        get
        {
            lock (gate)
            {
                var known = counts.Where(count => time.GetUtcNow() - count?.At <= TrustedFor).ToArray();
                return known.Length == 0 ? null : (known.Sum(count => (long)count!.Value.Keys) * counts.Length / known.Length, known.Length);
            }
        }
    }

    internal void Record(int shard, int keys)
    {
        lock (gate)
        {
            counts[shard] = (keys, time.GetUtcNow());
        }
    }

    private Func<IEnumerable<Measurement<long>>> Measure(Func<(long Keys, int Shards), long> value) =>
        () => Size is { } size ? [new Measurement<long>(value(size))] : [];
}
