using Serverless.Bench.Harness;

namespace Serverless.Bench.Tests.Harness;

public sealed class RoundsTests
{
    private static readonly BenchOptions Options = new([], 3, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6));

    private readonly List<string> log = [];

    [Fact]
    public async Task Warms_up_and_then_begins_each_round_with_another_contender()
    {
        await RunAsync(Options, new SteadyContender("a", log, 100), new SteadyContender("b", log, 100));

        Assert.Equal(["a 6", "b 6", "b 2", "a 2", "a 2", "b 2", "b 2", "a 2"], log);
    }

    [Fact]
    public async Task Who_starts_anew_each_time_is_not_warmed_up()
    {
        var unsteady = new UnsteadyContender();

        await RunAsync(Options, unsteady);

        Assert.Equal(Options.Rounds, unsteady.Measured);
    }

    [Fact]
    public async Task The_warm_up_is_no_sample()
    {
        var contender = new SteadyContender("a", log, 1, 100, 200, 300);

        var measured = await RunAsync(Options, contender);

        Assert.Equal([100, 200, 300], measured[contender].Closed.Select(sample => sample.PerSecond));
    }

    [Fact]
    public async Task The_fixed_rate_of_all_is_half_of_what_the_slowest_reached()
    {
        var (slow, fast) = (new SteadyContender("slow", log, 1_000, 20_886, 20_000, 30_000), new SteadyContender("fast", log, 80_000));

        var measured = await RunAsync(Options, slow, fast);

        Assert.Equal([10_000, 10_000, 10_000], slow.Rates);
        Assert.Equal([10_000, 10_000, 10_000], fast.Rates);
        Assert.Equal(10_000, measured[fast].Rate);
        Assert.Equal(3, measured[fast].Paced.Count);
    }

    [Fact]
    public async Task The_fixed_rate_can_be_asked_for()
    {
        var contender = new SteadyContender("a", log, 100);

        await RunAsync(Options with { Rate = 30 }, contender);

        Assert.Equal([30, 30, 30], contender.Rates);
    }

    [Fact]
    public async Task Who_keeps_no_rate_is_measured_as_fast_as_it_can_and_sets_none()
    {
        var (unsteady, steady) = (new UnsteadyContender(), new SteadyContender("a", log, 100));

        var measured = await RunAsync(Options, unsteady, steady);

        Assert.Equal([50, 50, 50], steady.Rates);
        Assert.Empty(measured[unsteady].Paced);
        Assert.Null(measured[unsteady].Rate);
    }

    private static Task<IReadOnlyDictionary<IContender, Measured>> RunAsync(BenchOptions options, params IReadOnlyList<IContender> contenders) =>
        new Rounds([new Comparison("Title", "requests", "", contenders)], options, TextWriter.Null).RunAsync();

    private sealed class UnsteadyContender : IContender
    {
        public string Name => "unsteady";

        public bool WarmsUp => false;

        public int Measured { get; private set; }

        public Task<Sample> MeasureAsync(TimeSpan duration)
        {
            Measured++;
            return Task.FromResult(new Sample(1, duration, duration));
        }
    }
}
