namespace Serverless.Bench.Harness;

/// <summary>What a comparison has found.</summary>
/// <param name="Scenario">The name of the scenario that it belongs to.</param>
public sealed record ComparisonResult(string Scenario, Comparison Comparison, IReadOnlyList<ContenderResult> Contenders)
{
    /// <summary>The rate of the open loop, in operations a second; null where there is none.</summary>
    public double? Rate => Contenders.Select(contender => contender.Paced?.Rate).FirstOrDefault(rate => rate is not null);

    public static ComparisonResult Of(string scenario, Comparison comparison, IReadOnlyDictionary<IContender, Measured> measured) => new(
        scenario,
        comparison,
        [.. comparison.Contenders.Select(contender => ContenderResult.Of(contender, measured[contender], measured[comparison.Contenders[0]], comparison.RelatesTimes))]);
}
