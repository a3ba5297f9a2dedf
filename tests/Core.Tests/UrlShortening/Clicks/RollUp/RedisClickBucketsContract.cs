using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>What the scripts do on every server that speaks Redis: step by step what the buckets in memory do.</summary>
public abstract class RedisClickBucketsContract : ClickBucketsContract, IAsyncDisposable
{
    /// <summary>What to do, with which link, instance or run, and how much.</summary>
    private static readonly Gen<(int What, int Which, int Much)[]> Steps =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[1, 400]).Array[1, 25];

    private readonly RedisConnection connection;

    protected RedisClickBucketsContract(ICounterServer server)
    {
        connection = new RedisConnection(server.Configuration + ",syncTimeout=60000");
        Buckets = new RedisClickBuckets(connection, Clock);
    }

    protected override IClickBuckets Buckets { get; }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Does_step_by_step_what_the_reference_does() =>
        await Steps.SampleAsync(
            async steps =>
            {
                var clock = new FakeTimeProvider(SampleLinks.Start);
                await new Comparison(new RedisClickBuckets(connection, clock), new InMemoryClickBuckets(clock), clock).RunAsync(steps);
            },
            iter: 40,
            threads: 1);

    /// <summary>The same steps on both sides, with links that no other comparison has.</summary>
    private sealed class Comparison(IClickBuckets redis, IClickBuckets reference, FakeTimeProvider clock)
    {
        private readonly string[] keys = [BucketKeys.Next(), BucketKeys.Next()];
        private readonly string name = Guid.NewGuid().ToString("n");
        private readonly ClickBatch?[] sent = new ClickBatch?[4];
        private long run = 29_000_010;

        public async Task RunAsync((int What, int Which, int Much)[] steps)
        {
            foreach (var (what, which, much) in steps)
            {
                var bucket = LinkShard.BucketOf(KeyOf(which));
                switch (what)
                {
                    case < 5:
                        await AddAsync(which, much);
                        break;
                    case 5:
                        run += ClickRun.Grid;
                        clock.Advance(TimeSpan.FromMinutes(much * 5));
                        break;
                    case 6:
                        Assert.Equal(await reference.BeginAsync(bucket, run, Cancel), await redis.BeginAsync(bucket, run, Cancel));
                        break;
                    case 7:
                        Assert.Equal(Text(await reference.ReadAsync(bucket, run, Cancel)), Text(await redis.ReadAsync(bucket, run, Cancel)));
                        break;
                    case 8:
                        await reference.EndAsync(bucket, run, Cancel);
                        await redis.EndAsync(bucket, run, Cancel);
                        break;
                    default:
                        await reference.RemoveAsync(KeyOf(which), "nonce", Cancel);
                        await redis.RemoveAsync(KeyOf(which), "nonce", Cancel);
                        break;
                }

                await CompareAsync(which);
            }
        }

        private string KeyOf(int which) => keys[which % keys.Length];

        private async Task AddAsync(int which, int much)
        {
            // Now and then the last batch again.
            var batch = much % 5 == 0 && sent[which] is { } last ? last : NextBatch(which, much);
            sent[which] = batch;
            Assert.Equal(await IsTakenAsync(reference, batch), await IsTakenAsync(redis, batch));
        }

        private ClickBatch NextBatch(int which, int much)
        {
            var clicks = Enumerable.Range(0, much)
                .Select(i => new ClickSlot(KeyOf(which + i), "nonce", ClickSlot.HourOf(clock.GetUtcNow()), i % 3 == 0 ? "" : $"{(i * much) % 500}.example", i % 7 == 0))
                .GroupBy(slot => slot, (slot, all) => new ClickCount(slot, all.Count() * much));
            return new ClickBatch($"{name}-{which}", (sent[which]?.Number ?? 0) + 1, [.. clicks]) { TakenAt = clock.GetUtcNow() };
        }

        /// <summary>False where it is so old that nobody can tell whether it was counted before.</summary>
        private static async Task<bool> IsTakenAsync(IClickBuckets buckets, ClickBatch batch)
        {
            try
            {
                await buckets.AddAsync(batch, Cancel);
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }

        private async Task CompareAsync(int which)
        {
            var (expected, found) = (await reference.FindAsync(KeyOf(which), "nonce", Cancel), await redis.FindAsync(KeyOf(which), "nonce", Cancel));
            Assert.Equal(Text(expected.Days), Text(found.Days));
            Assert.Equal(expected.Before, found.Before);
        }

        private static string? Text(IReadOnlyList<LinkClicks>? links) =>
            links is null ? null : string.Join('\n', links.OrderBy(link => link.Key, StringComparer.Ordinal).Select(link => $"{link.Key} {link.Nonce} {Text(link.Days)}"));

        private static string Text(IReadOnlyList<DaySummary> days) =>
            string.Join('\n', days.Select(day => $"{day.Day:O} {day.Clicks}").Order(StringComparer.Ordinal));
    }
}
