namespace Serverless.Cli.Transfer;

/// <summary>What became of a link of the file.</summary>
/// <param name="Number">Which of the file it is, from 0.</param>
/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Status"><see cref="Created"/>, <see cref="Existed"/> or <see cref="Failed"/>.</param>
/// <param name="Key">The link's key; null if it failed.</param>
/// <param name="ShortUrl">What people follow; null if it failed, or the link is gone already.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record ImportOutcome(int Number, int Line, string Status, string? Key = null, string? ShortUrl = null, string? Error = null)
{
    public const string Created = "created";

    /// <summary>The file names an alias that the same URL has already.</summary>
    public const string Existed = "existed";

    public const string Failed = "failed";
}
