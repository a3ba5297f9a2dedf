namespace Serverless.Bench.Harness;

/// <summary>A table: contenders that do the same work, each related to the first.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Unit">What is counted, in the plural: redirects.</param>
/// <param name="Explanation">What the rows are, in Markdown.</param>
public sealed record Comparison(string Title, string Unit, string Explanation, IReadOnlyList<IContender> Contenders)
{
    /// <summary>Whether the work comes at a rate of its own, so that it is the median times that are related to the first's.</summary>
    public bool RelatesTimes { get; init; }
}
