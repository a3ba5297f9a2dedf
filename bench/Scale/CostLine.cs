namespace Serverless.Bench.Scale;

/// <summary>A part of a month's bill.</summary>
/// <param name="Dollars">Of a month.</param>
public sealed record CostLine(string What, double Dollars);
