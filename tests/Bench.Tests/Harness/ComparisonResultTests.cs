using Serverless.Bench.Harness;

namespace Serverless.Bench.Tests.Harness;

public sealed class ComparisonResultTests
{
    private static readonly IContender Peer = new SteadyContender("a peer", []);
    private static readonly IContender Ours = new SteadyContender("Serverless", []);

    [Fact]
    public void A_ratio_is_the_median_of_the_rounds_ratios_with_the_least_and_the_greatest()
    {
        var result = Compare([Sample(100), Sample(200), Sample(100)], [Sample(50), Sample(150), Sample(200)]);

        Assert.Equal(new Ratio(0.75, 0.5, 2), result.Contenders[1].Ratio);
        Assert.Equal(150, result.Contenders[1].PerSecond);
    }

    [Fact]
    public void Work_that_comes_at_a_rate_of_its_own_is_related_by_its_times()
    {
        var result = Compare([Sample(100)], [Sample(100) with { Median = TimeSpan.FromMilliseconds(3) }], relatesTimes: true);

        Assert.Equal(3, result.Contenders[1].Ratio.Median, tolerance: 1e-9);
    }

    [Fact]
    public void The_processor_time_is_the_median_of_the_rounds_and_the_memory_the_most()
    {
        var result = Compare([Sample(1), Sample(1), Sample(1)], [Used(10, 4, 300), Used(30, 6, 200), Used(20, 8, 100)]);

        Assert.Null(result.Contenders[0].Usage);
        Assert.Equal(new Usage(TimeSpan.FromMicroseconds(20), TimeSpan.FromMicroseconds(6), 300), result.Contenders[1].Usage);
    }

    [Fact]
    public void A_table_has_no_column_in_which_nobody_has_anything()
    {
        Assert.Equal(
            """
            ### Title

            Explained.

            | | requests/s | to the first (least-greatest) | p50 | p99 |
            |---|--:|--:|--:|--:|
            | a peer | 1,000 | 1.00 (1.00-1.00) | 1.0 ms | 2.0 ms |
            | Serverless | 500 | 0.50 (0.50-0.50) | 1.0 ms | 2.0 ms |

            """,
            ComparisonTable.Write(Compare([Sample(1_000)], [Sample(500)])));
    }

    [Fact]
    public void A_table_tells_the_times_at_the_fixed_rate_processor_and_memory()
    {
        var result = Compare([Sample(1_000)], [Used(22.14, 8, 100 << 20) with { Note = "all hot" }], rate: 400, sent: 300);

        Assert.Contains(
            """
            | | requests/s | to the first (least-greatest) | p50 | p99 | at 400/s: p50 | p99 | p99.9 | CPU | memory | |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|
            | a peer | 1,000 | 1.00 (1.00-1.00) | 1.0 ms | 2.0 ms | | | | | | |
            | Serverless | 1.0 | 0.00 (0.00-0.00) | 1.0 ms | 2.0 ms | 1.0 ms | 2.0 ms | 3.0 ms | 22.1 + 8.0 µs | 100 MB | only 300/s were sent; all hot |
            """,
            ComparisonTable.Write(result),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_has_a_row_for_each_contender_and_says_whose_rate_was_not_kept()
    {
        var result = Compare([Sample(1_000)], [Sample(500)], rate: 400, sent: 300);

        Assert.Equal(
            """
            | comparison | contender | to the first (least-greatest) | p50 | p99 | fixed rate | its p50 | its p99 |
            |---|---|--:|--:|--:|--:|--:|--:|
            | scenario: Title | a peer | 1.00 (1.00-1.00) | 1.0 ms | 2.0 ms | | | |
            | scenario: Title | Serverless | 0.50 (0.50-0.50) | 1.0 ms | 2.0 ms | 400/s (not kept) | 1.0 ms | 2.0 ms |

            """,
            SummaryTable.Write([result]));
    }

    [Fact]
    public void A_chart_says_in_words_what_it_shows()
    {
        var chart = Chart.Of(Compare([Sample(1_000)], [Sample(500)], rate: 400, sent: 400), "today");

        Assert.Equal("bench-scenario-title.svg", chart.File);
        Assert.Equal("Title, requests per second, relative to a peer: a peer 1.00 (1,000/s); Serverless 0.50 (500/s).", chart.Description);
        Assert.Equal([new ChartBar("a peer", false, 1, 1, 1, "1.00 (1,000/s)", null), new ChartBar("Serverless", true, 0.5, 0.5, 0.5, "0.50 (500/s)", 2)], chart.Bars);
    }

    [Fact]
    public void A_chart_shows_times_at_the_fixed_rate_where_all_were_measured_so()
    {
        var some = Compare([Sample(1_000)], [Sample(500)], rate: 400, sent: 400);
        var all = some with { Contenders = [some.Contenders[1], some.Contenders[1]] };

        Assert.Null(Chart.Of(some, "today").PacedMeasure);
        Assert.Equal("99 % within, ms, at 400 requests per second", Chart.Of(all, "today").PacedMeasure);
    }

    private static ComparisonResult Compare(Sample[] peer, Sample[] ours, bool relatesTimes = false, double? rate = null, double sent = 0) => ComparisonResult.Of(
        "scenario",
        new Comparison("Title", "requests", "Explained.", [Peer, Ours]) { RelatesTimes = relatesTimes },
        new Dictionary<IContender, Measured>
        {
            [Peer] = new(peer, [], null),
            [Ours] = new(ours, rate is null ? [] : [Sample(sent)], rate),
        });

    private static Sample Sample(double perSecond) => new(perSecond, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)) { P999 = TimeSpan.FromMilliseconds(3) };

    private static Sample Used(double server, double behind, long memory) =>
        Sample(1) with { Usage = new Usage(TimeSpan.FromMicroseconds(server), TimeSpan.FromMicroseconds(behind), memory) };
}
