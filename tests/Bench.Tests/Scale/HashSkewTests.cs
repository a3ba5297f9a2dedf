using Serverless.Bench.Scale;

namespace Serverless.Bench.Tests.Scale;

public sealed class HashSkewTests
{
    [Fact]
    public void One_thing_fills_one_place_of_many() => Assert.Equal(8, HashSkew.Of([1], 0, 8, 10, new Random(1)), 1e-9);

    [Fact]
    public void What_is_small_spreads_evenly() => Assert.Equal(1, HashSkew.Of([], 5, 8, 10, new Random(1)), 1e-9);

    [Fact]
    public void One_place_holds_everything() => Assert.Equal(1, HashSkew.Of([3, 2, 1], 4, 1, 10, new Random(1)), 1e-9);

    [Fact]
    public void Many_equal_things_lie_closer_to_the_mean_than_few() => Assert.True(
        HashSkew.Of([.. Enumerable.Repeat(1.0, 10_000)], 0, 8, 20, new Random(1)) < HashSkew.Of([.. Enumerable.Repeat(1.0, 16)], 0, 8, 20, new Random(1)));
}
