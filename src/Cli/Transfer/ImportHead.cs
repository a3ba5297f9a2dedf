namespace Serverless.Cli.Transfer;

/// <summary>What an import is of, and what the keys of its links are derived from.</summary>
/// <param name="Version">Of the journal's form.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="Service">The service's address.</param>
/// <param name="Seed">Random, drawn once for the import.</param>
internal sealed record ImportHead(int Version, string Sha256, string Service, byte[] Seed);
