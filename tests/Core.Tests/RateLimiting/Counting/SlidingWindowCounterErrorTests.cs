using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Counting;

namespace Serverless.Core.Tests.RateLimiting.Counting;

/// <summary>How far the sliding counter is from the truth, which the sliding log tells. The numbers are in docs/architecture/rate-limiter.md.</summary>
public sealed class SlidingWindowCounterErrorTests
{
    private const long Minute = 60_000_000;
    private const int Windows = 500;

    public static TheoryData<string, double, double, double> Traffic => new()
    {
        // Arrivals, load as a multiple of the limit, most that a window had over the limit, most that the total differs from the log's.
        { "evenly", 1.5, 0.01, 0.02 },
        { "at random", 0.9, 0.15, 0.02 },
        { "at random", 1.5, 0.12, 0.02 },
        { "at random", 5, 0.12, 0.02 },
        { "in bursts", 1.5, 0.86, 0.10 },
    };

    [Theory]
    [MemberData(nameof(Traffic))]
    public void Stays_within_its_published_error(string arrivals, double load, double mostOver, double mostApart)
    {
        const long Limit = 100;
        var (over, apart) = Measure(arrivals, load, CounterLimit.Of(SampleRules.Rule(RateLimitAlgorithm.SlidingWindowCounter, Limit)));
        TestContext.Current.TestOutputHelper!.WriteLine($"{arrivals}, load {load}: {over:P1} over the limit in the worst window, total {apart:P2} apart.");
        Assert.InRange(over, 0, mostOver);
        Assert.InRange(Math.Abs(apart), 0, mostApart);
    }

    [Fact]
    public void Admits_twice_the_limit_in_the_worst_case_that_can_be_arranged()
    {
        var limit = CounterLimit.Of(SampleRules.Rule(RateLimitAlgorithm.SlidingWindowCounter, 100));
        var window = new TrueWindow();
        CounterState state = new SlidingWindowCounter(Minute - 1, 0, 0);
        state = state.Take(limit, 100);
        window.Add(state.Time, 100);
        for (var now = Minute; now < (2 * Minute) - 1; now += Minute / 200)
        {
            state = state.Advance(limit, now);
            var free = state.Available(limit);
            state = state.Take(limit, free);
            window.Add(now, free);
        }

        Assert.InRange(window.Worst, 190, 200);
    }

    private static (double Over, double Apart) Measure(string arrivals, double load, CounterLimit limit)
    {
        var random = new Random(20261124);
        var window = new TrueWindow();
        CounterState counter = new SlidingWindowCounter(0, 0, 0);
        CounterState log = SlidingWindowLog.Empty(0);
        var (byCounter, byLog) = (0L, 0L);
        foreach (var now in Arrivals(arrivals, Minute / (limit.Requests * load), random).TakeWhile(now => now < Windows * Minute))
        {
            counter = counter.Advance(limit, now);
            log = log.Advance(limit, now);
            if (counter.Available(limit) > 0)
            {
                counter = counter.Take(limit, 1);
                window.Add(now, 1);
                byCounter++;
            }

            if (log.Available(limit) > 0)
            {
                log = log.Take(limit, 1);
                byLog++;
            }
        }

        return ((window.Worst / (double)limit.Requests) - 1, (byCounter / (double)byLog) - 1);
    }

    private static IEnumerable<long> Arrivals(string kind, double mean, Random random)
    {
        for (double now = 0; ;)
        {
            // A burst has fifty requests, a fifth of a mean apart.
            for (var i = 0; i < (kind == "in bursts" ? 50 : 1); i++)
            {
                yield return (long)now;
                now += kind == "in bursts" ? mean / 5 : 0;
            }

            now += kind switch
            {
                "evenly" => mean,
                "in bursts" => -Math.Log(1 - random.NextDouble()) * mean * 40,
                _ => -Math.Log(1 - random.NextDouble()) * mean,
            };
        }
    }

    /// <summary>What was admitted within any minute.</summary>
    private sealed class TrueWindow
    {
        private readonly Queue<(long Time, long Cost)> admitted = [];
        private long sum;

        public long Worst { get; private set; }

        public void Add(long now, long cost)
        {
            admitted.Enqueue((now, cost));
            sum += cost;
            while (admitted.Peek().Time <= now - Minute)
            {
                sum -= admitted.Dequeue().Cost;
            }

            Worst = Math.Max(Worst, sum);
        }
    }
}
