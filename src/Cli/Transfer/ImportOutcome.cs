namespace Serverless.Cli.Transfer;

/// <summary>What became of a link of the file.</summary>
/// <param name="Id">Of its <see cref="ImportRecord"/>.</param>
/// <param name="Status"><see cref="Created"/>, <see cref="Existed"/> or <see cref="Failed"/>.</param>
/// <param name="Key">The link's key; null if it failed.</param>
/// <param name="ShortUrl">What people follow; null if it failed, or the link has ended.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record ImportOutcome(string Id, string Status, string? Key = null, string? ShortUrl = null, string? Error = null)
{
    public const string Created = "created";

    /// <summary>The file names an alias that the same URL has already.</summary>
    public const string Existed = "existed";

    public const string Failed = "failed";
}
