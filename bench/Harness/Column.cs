namespace Serverless.Bench.Harness;

/// <summary>A column of a table: what its cells hold, empty where a row has nothing to say.</summary>
/// <param name="IsNumber">Whether it is aligned to the right.</param>
public sealed record Column<TRow>(string Title, Func<TRow, string> Cell, bool IsNumber = true);
