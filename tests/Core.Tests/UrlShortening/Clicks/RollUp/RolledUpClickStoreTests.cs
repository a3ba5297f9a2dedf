using Microsoft.Extensions.Time.Testing;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>What is read while a bucket is rolled up.</summary>
public sealed class RolledUpClickStoreTests
{
    private const string Key = "key";
    private const string Nonce = "nonce";

    private readonly FakeTimeProvider time = new(SampleLinks.Start);
    private readonly InMemoryClickRows rows = new();
    private readonly InMemoryClickBuckets buckets;

    public RolledUpClickStoreTests() => buckets = new InMemoryClickBuckets(time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public async Task Counts_a_click_once_whatever_run_of_its_bucket_comes_between_two_reads(int earlierRuns, bool ends)
    {
        for (var run = 1; run <= earlierRuns; run++)
        {
            await ClickAsync(run);
            await RollUpAsync(run, ends: true);
        }

        await ClickAsync(earlierRuns + 1);
        var store = new RolledUpClickStore(new InMemoryClickStore(), new InterruptedClickRows(rows, () => RollUpAsync(earlierRuns + 1, ends)), buckets);
        Assert.Equal(earlierRuns + 1, (await store.ListAsync(Key, Nonce, Cancel)).Sum(day => day.Clicks.People));
    }

    private Task ClickAsync(long number) => buckets.AddAsync(
        new ClickBatch("instance", number, [new ClickCount(new ClickSlot(Key, Nonce, ClickSlot.HourOf(time.GetUtcNow()), "", IsBot: false), 1)]) { TakenAt = time.GetUtcNow() }, Cancel);

    private async Task RollUpAsync(long run, bool ends)
    {
        var bucket = LinkShard.BucketOf(Key);
        await buckets.BeginAsync(bucket, run, Cancel);
        await rows.WriteAsync(bucket, run, (await buckets.ReadAsync(bucket, run, Cancel))!, Cancel);
        await (ends ? buckets.EndAsync(bucket, run, Cancel) : Task.CompletedTask);
    }

    /// <summary>Lets something happen before rows are read for the first time.</summary>
    private sealed class InterruptedClickRows(IClickRows inner, Func<Task> happens) : IClickRows
    {
        private Func<Task>? next = happens;

        public Task WriteAsync(int bucket, long run, IReadOnlyList<LinkClicks> clicks, CancellationToken cancellationToken) => inner.WriteAsync(bucket, run, clicks, cancellationToken);

        public async Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, long? before, CancellationToken cancellationToken)
        {
            var now = next;
            next = null;
            await (now?.Invoke() ?? Task.CompletedTask);
            return await inner.ListAsync(key, nonce, before, cancellationToken);
        }

        public Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken) => inner.RemoveAsync(key, nonce, cancellationToken);
    }
}
