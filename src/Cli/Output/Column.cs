namespace Serverless.Cli.Output;

/// <summary>A column of a table.</summary>
internal sealed record Column<T>(string Header, Func<T, object?> Value);
