using Serverless.Bench.Scale;

namespace Serverless.Bench.Tests.Scale;

public sealed class ZipfTests
{
    private const double Close = 1e-3;

    [Theory]
    [InlineData(100, 0.9)]
    [InlineData(50_000, 0.7)]
    [InlineData(50_000, 1.0)]
    [InlineData(50_000, 1.2)]
    public void Agrees_with_a_sum_over_every_rank(int items, double exponent)
    {
        var weights = Enumerable.Range(1, items).Select(rank => Math.Pow(rank, -exponent)).ToArray();
        var all = weights.Sum();

        var zipf = new Zipf(items, exponent);

        Assert.Equal(1 / all, zipf.HottestShare, Close);
        AssertClose(1, zipf.Sum(share => share));
        AssertClose(weights.Sum(weight => 1 - Math.Exp(-weight / all * items)), zipf.Sum(share => 1 - Math.Exp(-share * items)));
    }

    [Fact]
    public void Items_that_are_all_alike_have_equal_shares() => AssertClose(1e-6, new Zipf(1e6, 0).HottestShare);

    [Fact]
    public void Refuses_no_items() => Assert.Throws<ArgumentOutOfRangeException>(() => new Zipf(0, 1));

    private static void AssertClose(double expected, double actual) => Assert.InRange(actual / expected, 1 - Close, 1 + Close);
}
