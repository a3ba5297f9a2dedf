using System.Diagnostics.Metrics;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Overview;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Overview;

/// <summary>What is counted by the minute reaches whoever looks, once.</summary>
public sealed class TrafficTests : IDisposable
{
    private static readonly TrafficKey Redirects = new(TrafficFigure.Redirects);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 30, TimeSpan.Zero));
    private readonly FailingStore store;
    private readonly TrafficCounter counter;
    private readonly TrafficFlusher flusher;
    private readonly TrafficReader reader;

    public TrafficTests()
    {
        store = new FailingStore(new MemoryTrafficStore(time));
        counter = new TrafficCounter(time);
        flusher = new TrafficFlusher(counter, store, time);
        reader = new TrafficReader(store, flusher, time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => flusher.Dispose();

    [Fact]
    public void Every_count_is_taken_once_in_its_minute_however_counting_taking_and_time_interleave() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 400], Gen.Int[1, 5]).Array[1, 200].Sample(steps =>
        {
            var (clock, expected, taken) = (new FakeTimeProvider(time.GetUtcNow()), new Dictionary<(long, TrafficKey), long>(), new Dictionary<(long, TrafficKey), long>());
            var own = new TrafficCounter(clock);
            foreach (var (step, seconds, count) in steps)
            {
                clock.Advance(TimeSpan.FromSeconds(step == 0 ? seconds : 0));
                if (step == 2)
                {
                    Add(taken, own.Take());
                    continue;
                }

                var key = new TrafficKey(TrafficFigure.RuleAllowed, $"rule-{count}");
                own.Count(key, count);
                Add(expected, [new TrafficCount(TrafficMinute.Of(clock.GetUtcNow()), key, count)]);
            }

            Add(taken, own.Take());
            return expected.Count == taken.Count && expected.All(each => taken[each.Key] == each.Value);
        });

    [Fact]
    public async Task Nothing_is_lost_or_counted_twice_by_many_who_count_while_others_take()
    {
        var sum = 0L;
        var counting = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                counter.Count(Redirects, 1);
            }
        }, Cancel)));
        while (!counting.IsCompleted)
        {
            sum += counter.Take().Sum(count => count.Count);
        }

        await counting;
        Assert.Equal(200_000, sum + counter.Take().Sum(count => count.Count));
    }

    [Fact]
    public async Task Shows_the_last_hour_the_present_minute_last()
    {
        counter.Count(Redirects, 3);
        time.Advance(TimeSpan.FromMinutes(1));
        counter.Count(Redirects, 4);
        var history = await reader.ReadAsync(Cancel);
        Assert.Equal(Enumerable.Repeat(0L, 58).Concat([3, 4]), history.Of(TrafficFigure.Redirects));
        Assert.Equal((true, time.GetUtcNow().AddSeconds(-30).AddMinutes(-59)), (history.IsWhole, TrafficMinute.Start(history.FirstMinute)));
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(Enumerable.Repeat(0L, 59).Prepend(4), (await reader.ReadAsync(Cancel)).Of(TrafficFigure.Redirects));
    }

    [Fact]
    public async Task Keeps_what_the_store_did_not_take_shows_it_and_sends_it_when_the_store_is_back()
    {
        counter.Count(Redirects, 3);
        store.IsAway = true;
        var history = await reader.ReadAsync(Cancel);
        Assert.Equal((3, false), (history.Of(TrafficFigure.Redirects)[^1], history.IsWhole));
        counter.Count(Redirects, 2);
        Assert.Equal(5, Assert.Single(await flusher.TryFlushAsync(Cancel)).Count);
        store.IsAway = false;
        history = await reader.ReadAsync(Cancel);
        Assert.Equal((5, true), (history.Of(TrafficFigure.Redirects)[^1], history.IsWhole));
        Assert.Equal(5, (await reader.ReadAsync(Cancel)).Of(TrafficFigure.Redirects)[^1]);
    }

    [Fact]
    public async Task Keeps_no_more_than_an_hour_of_what_the_store_does_not_take()
    {
        store.IsAway = true;
        for (var minute = 0; minute < 200; minute++)
        {
            counter.Count(Redirects, 1);
            await flusher.TryFlushAsync(Cancel);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.InRange((await flusher.TryFlushAsync(Cancel)).Count, 59, 61);
    }

    [Fact]
    public void Counts_as_many_names_as_a_minute_may_have_and_makes_room_for_others_in_time()
    {
        for (var i = 0; i < ITrafficStore.MaxNames + 100; i++)
        {
            counter.Count(new TrafficKey(TrafficFigure.RuleAllowed, $"{i}"), 1);
        }

        Assert.Equal(ITrafficStore.MaxNames, counter.Take().Count);
        for (var i = 0; i < 100; i++)
        {
            counter.Take();
        }

        counter.Count(new TrafficKey(TrafficFigure.RuleAllowed, "new"), 1);
        Assert.Single(counter.Take());
    }

    [Fact]
    public async Task Whoever_counts_starts_a_flush_that_is_due_and_waits_for_none()
    {
        counter.Count(Redirects, 1);
        flusher.StartIfDue();
        Assert.Equal(0, store.Adds);
        time.Advance(TrafficFlusher.Every);
        flusher.StartIfDue();
        flusher.StartIfDue();
        await store.Added.Task;
        await flusher.TryFlushAsync(Cancel);
        Assert.Equal(1, store.Adds);
    }

    [Fact]
    public async Task Hears_of_its_own_instruments_what_it_is_told_to_by_tags()
    {
        await using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await using var stranger = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = provider.GetRequiredService<IMeterFactory>();
        using var instruments = new TrafficInstruments(
            [
                new TrafficInstrument("checks", TrafficFigure.Denied, "status", ["denied", "unavailable"]),
                new TrafficInstrument("checks", TrafficFigure.Degraded, "counted", ["alone"]),
                new TrafficInstrument("dry", TrafficFigure.RuleDryRunDenied, "verdict", ["denied"], "rule"),
                new TrafficInstrument("all", TrafficFigure.Delivered),
            ],
            counter,
            flusher,
            meters);
        instruments.Listen();
        Measure(stranger.GetRequiredService<IMeterFactory>());
        Assert.Empty(counter.Take());
        Measure(meters);
        Assert.Equal(
            [(new TrafficKey(TrafficFigure.Denied), 2), (new TrafficKey(TrafficFigure.Degraded), 1), (new TrafficKey(TrafficFigure.Delivered), 7), (new TrafficKey(TrafficFigure.RuleDryRunDenied, "r"), 1)],
            counter.Take().Select(count => (count.Key, count.Count)).OrderBy(each => each.Key.Figure));

        static void Measure(IMeterFactory factory)
        {
            var meter = factory.Create("test");
            var (checks, dry) = (meter.CreateCounter<long>("checks"), meter.CreateCounter<long>("dry"));
            checks.Add(1, new KeyValuePair<string, object?>("status", "allowed"));
            checks.Add(1, new KeyValuePair<string, object?>("status", "denied"));
            checks.Add(1, new("status", "unavailable"), new("counted", "alone"));
            dry.Add(1, new("rule", "r"), new("verdict", "denied"));
            dry.Add(1, new("rule", "r"), new("verdict", "allowed"));
            meter.CreateCounter<long>("all").Add(7);
            meter.CreateCounter<long>("other").Add(7);
        }
    }

    private static void Add(Dictionary<(long, TrafficKey), long> sums, IReadOnlyList<TrafficCount> counts)
    {
        foreach (var count in counts)
        {
            sums[(count.Minute, count.Key)] = sums.GetValueOrDefault((count.Minute, count.Key)) + count.Count;
        }
    }

    private sealed class FailingStore(ITrafficStore inner) : ITrafficStore
    {
        private int adds;

        public bool IsAway { get; set; }

        public int Adds => Volatile.Read(ref adds);

        public TaskCompletionSource Added { get; } = new();

        public async Task AddAsync(IReadOnlyList<TrafficCount> counts, CancellationToken cancellationToken)
        {
            await (IsAway ? throw new StoreUnavailableException("away") : inner.AddAsync(counts, cancellationToken));
            Interlocked.Increment(ref adds);
            Added.TrySetResult();
        }

        public Task<IReadOnlyList<TrafficCount>> ReadAsync(long firstMinute, int minutes, CancellationToken cancellationToken) =>
            IsAway ? throw new StoreUnavailableException("away") : inner.ReadAsync(firstMinute, minutes, cancellationToken);

        public Task<IReadOnlyList<TrafficCount>> ReadRuleAsync(string rule, long firstMinute, int minutes, CancellationToken cancellationToken) =>
            IsAway ? throw new StoreUnavailableException("away") : inner.ReadRuleAsync(rule, firstMinute, minutes, cancellationToken);
    }
}
