using CsCheck;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Tests.Harness;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 5.0, 1, 3 }, 3)]
    [InlineData(new[] { 4.0, 1, 3, 2 }, 2.5)]
    public void The_median_lies_in_the_middle(double[] values, double expected)
    {
        Assert.Equal(expected, Statistics.Median(values));
    }

    [Theory]
    [InlineData(50, 500)]
    [InlineData(99, 990)]
    [InlineData(99.9, 999)]
    [InlineData(99.95, 1000)]
    [InlineData(100, 1000)]
    [InlineData(0.01, 1)]
    public void A_percentile_is_the_least_value_that_so_many_do_not_exceed(double percent, int expected)
    {
        TimeSpan[] sorted = [.. Enumerable.Range(1, 1000).Select(value => TimeSpan.FromTicks(value))];

        Assert.Equal(expected, Statistics.Percentile(sorted, percent).Ticks);
    }

    [Fact]
    public void As_many_values_as_a_percentile_says_do_not_exceed_it()
    {
        Gen.Select(Gen.Int[0, 1000].Array[1, 200], Gen.Int[1, 100]).Sample((values, percent) =>
        {
            TimeSpan[] sorted = [.. values.Order().Select(value => TimeSpan.FromTicks(value))];
            var found = Statistics.Percentile(sorted, percent);

            Assert.True(sorted.Count(value => value <= found) * 100 >= percent * sorted.Length);
            Assert.True(sorted.Count(value => value < found) * 100 < percent * sorted.Length);
        });
    }

    [Theory]
    [InlineData(10_443, 10_000)]
    [InlineData(19_999, 19_000)]
    [InlineData(99, 99)]
    [InlineData(8.79, 8.7)]
    [InlineData(1, 1)]
    public void A_rate_is_rounded_down_to_two_digits(double value, double expected)
    {
        Assert.Equal(expected, Statistics.TwoDigits(value), tolerance: 1e-9);
    }
}
