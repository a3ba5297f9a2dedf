namespace Serverless.Cli.Transfer;

/// <summary>What a file says of one link, before it is known what its columns mean.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Fields">Names as the file has them, without the blanks around them, and values; empty ones left out.</param>
/// <param name="Error">Why it can't be read; null if it can.</param>
internal sealed record RawRecord(int Line, IReadOnlyList<KeyValuePair<string, string>> Fields, string? Error = null);
