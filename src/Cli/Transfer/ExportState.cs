namespace Serverless.Cli.Transfer;

/// <summary>How far an export has come.</summary>
/// <param name="Service">The service's address.</param>
/// <param name="Format">Of the file.</param>
/// <param name="Continuation">Where the next page begins; null for the first, or when there is none.</param>
/// <param name="Bytes">What is written of the file, and belongs to the pages so far.</param>
/// <param name="Links">How many links these are.</param>
/// <param name="IsComplete">Whether there is no next page.</param>
internal sealed record ExportState(string Service, string Format, string? Continuation, long Bytes, long Links, bool IsComplete = false);
