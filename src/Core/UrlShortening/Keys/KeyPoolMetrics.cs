using System.Diagnostics.Metrics;

namespace Serverless.Core.UrlShortening.Keys;

/// <summary>
/// What an operator can see of the key pool: what the refill read anyway. The timer runs on one instance at a time, so the
/// others know nothing of the whole pool and say so; the takes are each instance's own.
/// </summary>
public sealed class KeyPoolMetrics
{
    /// <summary>So long the last refill's numbers are shown: another instance may run the timer by then.</summary>
    public static readonly TimeSpan TrustedFor = TimeSpan.FromMinutes(3);

    private readonly Counter<long> takes;
    private readonly TimeProvider time;
    private volatile Seen? last;

    public KeyPoolMetrics(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = meters.Create(LinkMetrics.MeterName);
        takes = meter.CreateCounter<long>("serverless.links.key_pool.takes", "{block}", "Blocks that this instance took, or whose lease it prolonged.");
        Observe("free_blocks", "{block}", "Blocks that can be taken, at least.", level => level.FreeBlocks);
        Observe("free_keys", "{key}", "Keys in the blocks that can be taken, at least.", level => level.FreeKeys);
        Observe("wanted_blocks", "{block}", "Blocks that the refill keeps free.", level => level.WantedBlocks);
        Observe("recent_takes", "{block}", "Blocks that all instances took in the last ten minutes.", level => level.RecentTakes);
        Observe("leases", "{lease}", "Blocks that instances hold.", level => level.Leases);

        void Observe(string name, string unit, string description, Func<KeyPoolLevel, int> value) =>
            meter.CreateObservableGauge($"serverless.links.key_pool.{name}", () => Measure(value), unit, description);
    }

    /// <summary>Every shard as the last refill left it; null when none has run here lately.</summary>
    public IReadOnlyList<KeyPoolLevel>? Levels => last is { } seen && time.GetUtcNow() - seen.At <= TrustedFor ? seen.Levels : null;

    public void CountTake(bool isRenewed) => takes.Add(1, new KeyValuePair<string, object?>("kind", isRenewed ? "renewed" : "taken"));

    /// <summary>Notes what a complete run of the refill saw.</summary>
    internal void Record(IReadOnlyList<KeyPoolLevel> levels) => last = new Seen(levels, time.GetUtcNow());

    private IEnumerable<Measurement<int>> Measure(Func<KeyPoolLevel, int> value) =>
        (Levels ?? []).Select(level => new Measurement<int>(value(level), new KeyValuePair<string, object?>("shard", level.Shard)));

    private sealed record Seen(IReadOnlyList<KeyPoolLevel> Levels, DateTimeOffset At);
}

/// <summary>How one shard of the key pool stood when a refill had looked at it and filled it.</summary>
/// <param name="FreeBlocks">Blocks that can be taken; where there are more than the refill looks at (64, or as many as are wanted), at least so many.</param>
/// <param name="FreeKeys">Keys in those blocks.</param>
/// <param name="AddedBlocks">So many of them the refill had to make.</param>
/// <param name="WantedBlocks">So many are to be free.</param>
/// <param name="RecentTakes">Blocks that all instances together took in the last <see cref="KeyPoolRefill.RateWindow"/>.</param>
/// <param name="Leases">Blocks that instances hold.</param>
public sealed record KeyPoolLevel(int Shard, int FreeBlocks, int FreeKeys, int AddedBlocks, int WantedBlocks, int RecentTakes, int Leases);
