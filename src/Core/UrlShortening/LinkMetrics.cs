using System.Diagnostics.Metrics;

namespace Serverless.Core.UrlShortening;

/// <summary>What an operator can see of the redirect path.</summary>
public sealed class LinkMetrics
{
    public const string MeterName = "Serverless.UrlShortening";
    public const string Invalidations = "serverless.links.invalidations";

    private static readonly LinkCacheLevel[] Levels = Enum.GetValues<LinkCacheLevel>();

    private readonly Counter<long> invalidations;
    private readonly Counter<long> failures;
    private readonly Counter<long> forgettings;
    private readonly Counter<long> clicks;
    private readonly Counter<long> clickRows;
    private readonly long[] hits = new long[Levels.Length];
    private readonly long[] misses = new long[Levels.Length];

    public LinkMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        invalidations = meter.CreateCounter<long>(Invalidations, "{key}", "Keys that this instance told others to forget, or was told to.");
        failures = meter.CreateCounter<long>("serverless.links.shared_cache.failures", "{operation}", "Operations of the shared cache that failed or took too long.");
        forgettings = meter.CreateCounter<long>("serverless.links.forgettings", "{look}", "Looks at changed links that Redis has to forget, by what came of them.");
        clicks = meter.CreateCounter<long>("serverless.links.clicks", "{click}", "Clicks that were counted here, written to the store, or given up.");
        clickRows = meter.CreateCounter<long>("serverless.links.click_rows", "{row}", "Rows of clicks that were written from what Redis had gathered.");
        // Read when somebody asks, so that a redirect pays for one increment and no listener.
        meter.CreateObservableCounter("serverless.links.cache.lookups", Lookups, "{lookup}", "Lookups of followed keys by level and result.");
    }

    public void CountLookup(LinkCacheLevel level, bool isHit) => Interlocked.Increment(ref (isHit ? hits : misses)[(int)level]);

    /// <summary>How many lookups a level answered since the start.</summary>
    public long HitsOf(LinkCacheLevel level) => Volatile.Read(ref hits[(int)level]);

    /// <summary>The part of a level's lookups that it answered, from 0 to 1; 0 before the first one.</summary>
    public double HitRate(LinkCacheLevel level)
    {
        double found = Volatile.Read(ref hits[(int)level]);
        var all = found + Volatile.Read(ref misses[(int)level]);
        return all > 0 ? found / all : 0;
    }

    public void CountInvalidation(bool received) =>
        invalidations.Add(1, new KeyValuePair<string, object?>("direction", received ? "received" : "sent"));

    /// <param name="operation"><c>find</c>, <c>add</c>, <c>invalidate</c> or <c>listen</c>.</param>
    public void CountFailure(string operation) => failures.Add(1, new KeyValuePair<string, object?>("operation", operation));

    /// <param name="result">
    /// <c>early</c> (the row was not replaced yet), <c>abandoned</c> (nor in an hour), <c>unread</c>, <c>unmarked</c> (Redis did not
    /// confirm), <c>marked</c> (once) or <c>done</c> (twice).
    /// </param>
    public void CountForgetting(string result) => forgettings.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <param name="state"><c>counted</c>, <c>flushed</c> or <c>dropped</c>; where Redis gathers them, <c>rolled_up</c>; where there is a topic for them, <c>published</c> or <c>unpublished</c>.</param>
    public void CountClicks(long count, string state) => clicks.Add(count, new KeyValuePair<string, object?>("state", state));

    /// <param name="count">Issues of keys, each with a day.</param>
    public void CountClickRows(long count) => clickRows.Add(count);

    private static string NameOf(LinkCacheLevel level) => level switch
    {
        LinkCacheLevel.Memory => "memory",
        LinkCacheLevel.Shared => "redis",
        _ => "store",
    };

    private IEnumerable<Measurement<long>> Lookups() => Levels.SelectMany(level => new[] { Lookup(level, hits, "hit"), Lookup(level, misses, "miss") });

    private static Measurement<long> Lookup(LinkCacheLevel level, long[] counts, string result) => new(
        Volatile.Read(ref counts[(int)level]),
        new KeyValuePair<string, object?>("level", NameOf(level)),
        new KeyValuePair<string, object?>("result", result));
}

/// <summary>Where a followed link is looked up, in this order.</summary>
public enum LinkCacheLevel
{
    Memory,
    Shared,
    Store,
}
