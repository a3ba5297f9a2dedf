using Serverless.Bench.Scale;

namespace Serverless.Bench.Tests.Scale;

public sealed class BottleneckTests
{
    private static readonly ScaleInputs Inputs = ScaleInputs.Read();
    private static readonly ScaleDemand Once = ScaleDemand.At(Inputs, 1);

    [Theory]
    [InlineData(0.25, 4)]
    [InlineData(1, 1)]
    [InlineData(50, 0.02)]
    public void Is_reached_where_its_use_is_all_of_the_limit(double useAtOnce, double reachedAt)
    {
        var limit = new Bottleneck("", "", demand => demand.Factor * useAtOnce, "");

        Assert.InRange(limit.ReachedAt(At)!.Value / reachedAt, 0.999, 1.001);
    }

    [Fact]
    public void Is_not_reached_when_a_thousand_times_the_load_leaves_room() =>
        Assert.Null(new Bottleneck("", "", demand => demand.Factor / 1_001, "").ReachedAt(At));

    [Fact]
    public void Every_use_grows_with_the_load()
    {
        var ten = ScaleDemand.At(Inputs, 10);

        Assert.All(Bottlenecks.Of(Inputs), limit => Assert.True(limit.Use(ten) > limit.Use(Once), limit.Resource));
    }

    [Fact]
    public void An_account_with_twice_the_limit_is_half_used()
    {
        var doubled = Inputs with { Limits = Inputs.Limits.With("storageOperations", 2 * Inputs.Limits["storageOperations"]) };

        Assert.Equal(Bottlenecks.Of(Inputs)[0].Use(Once) / 2, Bottlenecks.Of(doubled)[0].Use(Once), 1e-9);
    }

    private static ScaleDemand At(double factor) => Once with { Factor = factor };
}
