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
        var limit = new Bottleneck("", LimitKind.Design, "", demand => demand.Factor * useAtOnce, "");

        Assert.InRange(limit.ReachedAt(At)!.Value / reachedAt, 0.999, 1.001);
    }

    [Fact]
    public void Is_not_reached_when_a_thousand_times_the_load_leaves_room() =>
        Assert.Null(new Bottleneck("", LimitKind.Design, "", demand => demand.Factor / 1_001, "").ReachedAt(At));

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
        Assert.InRange(ScaleDemand.At(doubled, 10).LinkAccounts(doubled) / ScaleDemand.At(Inputs, 10).LinkAccounts(Inputs), 0.5, 0.53);
    }

    /// <summary>What the deployment is built for.</summary>
    [Fact]
    public void The_documents_load_leaves_room_everywhere_but_where_a_quota_is_asked_for() => Assert.All(
        Bottlenecks.Of(Inputs).Where(limit => limit.Kind != LimitKind.Quota),
        limit => Assert.True(limit.Use(Once) <= Inputs.Costs["utilisation"], $"{limit.Resource}: {limit.Use(Once):P0}"));

    [Fact]
    public void Code_is_no_limit_before_ten_times_the_load()
    {
        var demands = new Dictionary<double, ScaleDemand>();
        ScaleDemand Demand(double factor) => demands.TryGetValue(factor, out var known) ? known : demands[factor] = ScaleDemand.At(Inputs, factor);

        Assert.All(
            Bottlenecks.Of(Inputs).Where(limit => limit.Kind == LimitKind.Design),
            limit => Assert.True((limit.ReachedAt(Demand) ?? Bottleneck.Most) >= 10, $"{limit.Resource}: {limit.ReachedAt(Demand)}"));
    }

    private static ScaleDemand At(double factor) => Once with { Factor = factor };
}
