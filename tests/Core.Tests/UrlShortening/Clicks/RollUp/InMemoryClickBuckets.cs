using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>What the scripts are held to: buckets in memory.</summary>
/// <param name="bug">A mistake that tests must find; null for none.</param>
public sealed class InMemoryClickBuckets(TimeProvider time, BucketBug? bug = null) : IClickBuckets
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(20);

    private readonly Dictionary<int, Bucket> buckets = [];

    public Task AddAsync(ClickBatch batch, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - batch.TakenAt > Remembered)
        {
            throw new InvalidOperationException("It is too old.");
        }

        foreach (var part in batch.Clicks.GroupBy(count => LinkShard.BucketOf(count.Slot.Key)))
        {
            var bucket = Of(part.Key);
            if (bucket.Numbers.GetValueOrDefault(batch.Instance) < batch.Number || bug == BucketBug.ForgetsBatches)
            {
                bucket.Numbers[batch.Instance] = batch.Number;
                Add(bucket.Clicks, part);
            }
        }

        return Task.CompletedTask;
    }

    public Task<BufferedClicks> FindAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        var bucket = Of(LinkShard.BucketOf(key));
        return Task.FromResult(new BufferedClicks(
            [.. DaysOf(bucket.Clicks), .. DaysOf(bucket.Taken)],
            bug == BucketBug.TellsNoRun ? null : bucket.Run ?? bucket.Last + 1));

        IEnumerable<DaySummary> DaysOf(Dictionary<(string, string, DateOnly), ClickSummary> clicks) =>
            clicks.Where(pair => pair.Key.Item1 == key && pair.Key.Item2 == nonce).Select(pair => Copy(pair.Key.Item3, pair.Value));
    }

    public Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        var bucket = Of(LinkShard.BucketOf(key));
        foreach (var clicks in new[] { bucket.Clicks, bucket.Taken })
        {
            foreach (var slot in clicks.Keys.Where(slot => slot.Key == key && slot.Nonce == nonce).ToArray())
            {
                clicks.Remove(slot);
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<int>> FindUsedAsync(IReadOnlyCollection<int> buckets, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<int>>([.. buckets.Where(bucket => Of(bucket) is { Run: not null } or { Clicks.Count: > 0 })]);

    public Task<long?> BeginAsync(int bucket, long run, CancellationToken cancellationToken)
    {
        var from = Of(bucket);
        if (from.Run is not null && bug == BucketBug.ResumesUnderAnotherId && from.Last < run)
        {
            from.Run = from.Last = run;
        }

        if (from.Run is null && (from.Last is null || from.Last < run || bug == BucketBug.RunsTwice) && from.Clicks.Count > 0)
        {
            (from.Taken, from.Clicks, from.Run, from.Last) = (from.Clicks, [], run, run);
        }

        return Task.FromResult(from.Run);
    }

    public Task<IReadOnlyList<LinkClicks>?> ReadAsync(int bucket, long run, CancellationToken cancellationToken) => Task.FromResult(
        Of(bucket).Run == run || bug == BucketBug.ReadsAnyRun
            ? (IReadOnlyList<LinkClicks>)
            [
                .. Of(bucket).Taken.GroupBy(pair => (pair.Key.Key, pair.Key.Nonce))
                    .Select(link => new LinkClicks(link.Key.Key, link.Key.Nonce, [.. link.Select(pair => Copy(pair.Key.Day, pair.Value))])),
            ]
            : null);

    public Task EndAsync(int bucket, long run, CancellationToken cancellationToken)
    {
        var from = Of(bucket);
        if (from.Run == run || bug == BucketBug.EndsAnyRun)
        {
            (from.Run, from.Taken) = (null, []);
        }

        return Task.CompletedTask;
    }

    private static void Add(Dictionary<(string Key, string Nonce, DateOnly Day), ClickSummary> clicks, IEnumerable<ClickCount> counts)
    {
        foreach (var day in counts.GroupBy(count => (count.Slot.Key, count.Slot.Nonce, count.Slot.Day)))
        {
            var added = DaySummary.Of(day).Single().Clicks;
            if (clicks.TryGetValue(day.Key, out var there))
            {
                there.Add(added);
            }
            else
            {
                clicks[day.Key] = added;
            }
        }
    }

    private static DaySummary Copy(DateOnly day, ClickSummary clicks) => new(day, ClickSummary.Parse(clicks.ToString()));

    private Bucket Of(int number) => buckets.TryGetValue(number, out var bucket) ? bucket : buckets[number] = new Bucket();

    private sealed class Bucket
    {
        public Dictionary<(string Key, string Nonce, DateOnly Day), ClickSummary> Clicks { get; set; } = [];

        public Dictionary<(string Key, string Nonce, DateOnly Day), ClickSummary> Taken { get; set; } = [];

        public Dictionary<string, long> Numbers { get; } = new(StringComparer.Ordinal);

        public long? Run { get; set; }

        public long? Last { get; set; }
    }
}

/// <summary>Mistakes that a store of buckets could make.</summary>
public enum BucketBug
{
    ForgetsBatches,
    ResumesUnderAnotherId,
    RunsTwice,
    ReadsAnyRun,
    EndsAnyRun,
    TellsNoRun,
}
