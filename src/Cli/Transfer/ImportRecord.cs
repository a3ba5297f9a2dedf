using Serverless.Client.UrlShortening;

namespace Serverless.Cli.Transfer;

/// <summary>One link of a file.</summary>
/// <param name="Number">Which of the file it is, from 0.</param>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Link">The link to be made; null if it can't be read.</param>
/// <param name="Error">Why it can't be read; null if it can.</param>
internal sealed record ImportRecord(int Number, int Line, NewLink? Link, string? Error = null);
