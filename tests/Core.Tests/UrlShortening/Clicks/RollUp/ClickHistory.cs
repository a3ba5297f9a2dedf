using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>
/// Some hours of several processes that count, roll up and read, with what the seed brings: processes that die between any two
/// calls, lost and late requests, lost answers, messages that come twice and late.
/// </summary>
internal sealed class ClickHistory
{
    private const int Steps = 400;
    private const int Reader = -1;
    private const string Nonce = "nonce";

    // The first two in one bucket.
    private static readonly string[] Keys = SomeKeys();
    private static readonly LinkMetrics Metrics = FollowingInstance.CreateMetrics();

    private readonly Random random;
    private readonly ClickGate gate;
    private readonly FakeTimeProvider time = new(SampleLinks.Start);
    private readonly InMemoryClickBuckets buckets;
    private readonly InMemoryClickRows rows = new();
    private readonly InMemoryClickStore direct = new();
    private readonly List<Process> processes = [];
    private readonly List<Task> readings = [];
    private readonly Dictionary<string, (long Confirmed, long Counted)> clicks = Keys.ToDictionary(key => key, _ => (0L, 0L));
    private int born;

    private ClickHistory(int seed, BucketBug? bug)
    {
        random = new Random(seed);
        gate = new ClickGate(random);
        buckets = new InMemoryClickBuckets(time, bug);
        for (var i = 0; i < 3; i++)
        {
            processes.Add(new Process(this, born++));
        }
    }

    /// <summary>What was counted twice or not at all; null when nothing was.</summary>
    public static string? Run(int seed, BucketBug? bug = null)
    {
        var history = new ClickHistory(seed, bug);
        try
        {
            for (var step = 0; step < Steps; step++)
            {
                history.Step();
            }

            history.End();
            return null;
        }
        catch (WrongCountException wrong)
        {
            return wrong.Message;
        }
        finally
        {
            history.processes.ForEach(process => process.Dispose());
        }
    }

    private static string[] SomeKeys()
    {
        var all = Enumerable.Range(0, 10_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"key{i:0000}")).ToArray();
        var pair = all.GroupBy(LinkShard.BucketOf).First(bucket => bucket.Count() > 1).Take(2).ToArray();
        return [.. pair, all.First(key => LinkShard.BucketOf(key) != LinkShard.BucketOf(pair[0]))];
    }

    private void Step()
    {
        readings.Where(reading => reading.IsFaulted).ToList().ForEach(reading => reading.GetAwaiter().GetResult());
        var process = processes[random.Next(processes.Count)];
        switch (random.Next(40))
        {
            case < 8:
                process.Count(Keys[random.Next(Keys.Length)], 1 + random.Next(9));
                break;
            case < 12:
                process.StartFlush();
                break;
            case < 15:
                process.StartRollUp(LinkShard.BucketOf(Keys[random.Next(Keys.Length)]), Id() - (random.Next(4) == 0 ? ClickRun.Grid * random.Next(1, 4) : 0));
                break;
            case < 17:
                readings.Add(CheckAsync(Keys[random.Next(Keys.Length)], isEnd: false));
                break;
            case 17:
                time.Advance(TimeSpan.FromMinutes(random.Next(1, 20)));
                break;
            case 18:
                gate.Arrive();
                break;
            case 19:
                gate.Drop(process.Number);
                process.Dispose();
                processes.Remove(process);
                processes.Add(new Process(this, born++));
                break;
            default:
                gate.Release();
                break;
        }
    }

    private void End()
    {
        gate.Open();
        foreach (var process in processes)
        {
            // The first may send what it owes only.
            process.StartFlush();
            process.StartFlush();
            Expect(process.IsFlushed, "a batch was never taken");
        }

        readings.ForEach(reading => reading.GetAwaiter().GetResult());
        ReadAll();
        time.Advance(TimeSpan.FromMinutes(ClickRun.Grid));
        foreach (var bucket in Keys.Select(LinkShard.BucketOf).Distinct())
        {
            processes[0].StartRollUp(bucket, Id());
            Expect(buckets.FindUsedAsync([bucket], CancellationToken.None).Result.Count == 0, "a bucket was left behind");
        }

        ReadAll();
    }

    private void ReadAll()
    {
        foreach (var key in Keys)
        {
            CheckAsync(key, isEnd: true).GetAwaiter().GetResult();
        }
    }

    private long Id() => time.GetUtcNow().ToUnixTimeSeconds() / 60 / ClickRun.Grid * ClickRun.Grid;

    private async Task CheckAsync(string key, bool isEnd)
    {
        var least = clicks[key].Confirmed;
        IReadOnlyList<DaySummary> days;
        try
        {
            days = await new RolledUpClickStore(direct, new GatedClickRows(rows, gate, Reader), new GatedClickBuckets(buckets, gate, Reader)).ListAsync(key, Nonce, CancellationToken.None);
        }
        catch (StoreUnavailableException) when (!isEnd)
        {
            return;
        }

        var found = days.Sum(day => day.Clicks.People);
        Expect(found >= least && found <= clicks[key].Counted, $"{key} has {found} clicks, of {least} that were confirmed and {clicks[key].Counted} that there were");
    }

    private static void Expect(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new WrongCountException(otherwise);
        }
    }

    private sealed class WrongCountException(string message) : Exception(message);

    /// <summary>One process, with the classes that production has.</summary>
    private sealed class Process : IDisposable
    {
        private readonly ClickHistory history;
        private readonly ClickCounter counter;
        private readonly ClickFlusher flusher;
        private readonly ClickRollUp rollUp;
        private readonly Dictionary<string, long> unconfirmed = new(StringComparer.Ordinal);
        private Task flushing = Task.CompletedTask;

        public Process(ClickHistory history, int number)
        {
            this.history = history;
            Number = number;
            var (gatedRows, gatedBuckets) = (new GatedClickRows(history.rows, history.gate, number), new GatedClickBuckets(history.buckets, history.gate, number));
            counter = new ClickCounter(Metrics, history.time);
            flusher = new ClickFlusher(
                counter, new RolledUpClickStore(history.direct, gatedRows, gatedBuckets), [], new InstanceId($"instance-{number}"), Metrics, history.time, NullLogger<ClickFlusher>.Instance);
            rollUp = new ClickRollUp(Metrics, gatedRows, gatedBuckets);
        }

        public int Number { get; }

        public void Dispose() => flusher.Dispose();

        public bool IsFlushed => flushing.IsCompletedSuccessfully && unconfirmed.Values.All(count => count == 0);

        public void Count(string key, int times)
        {
            for (var i = 0; i < times; i++)
            {
                counter.Count(key, Nonce, "", isBot: false);
            }

            unconfirmed[key] = unconfirmed.GetValueOrDefault(key) + times;
            var before = history.clicks[key];
            history.clicks[key] = before with { Counted = before.Counted + times };
        }

        public void StartFlush()
        {
            if (flushing.IsCompleted)
            {
                flushing = FlushAsync([.. unconfirmed]);
            }
        }

        public void StartRollUp(int bucket, long run) => _ = RollUpAsync(new ClickRun(bucket, run));

        private async Task FlushAsync(KeyValuePair<string, long>[] owed)
        {
            if (await flusher.FlushAsync(CancellationToken.None))
            {
                foreach (var (key, count) in owed)
                {
                    unconfirmed[key] -= count;
                    var before = history.clicks[key];
                    history.clicks[key] = before with { Confirmed = before.Confirmed + count };
                }
            }
        }

        private async Task RollUpAsync(ClickRun run)
        {
            try
            {
                await rollUp.RunAsync(run, CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                // The message comes again, or the next one does.
            }
        }
    }
}
