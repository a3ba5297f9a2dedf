namespace Serverless.Cli.Transfer;

/// <summary>How an import ended.</summary>
internal sealed record ImportSummary(int Total, int Created, int Existed, int Failed, string Results)
{
    public static ImportSummary Of(IReadOnlyCollection<ImportOutcome> outcomes, string results) => new(
        outcomes.Count,
        outcomes.Count(outcome => outcome.Status == ImportOutcome.Created),
        outcomes.Count(outcome => outcome.Status == ImportOutcome.Existed),
        outcomes.Count(outcome => outcome.Status == ImportOutcome.Failed),
        results);
}
