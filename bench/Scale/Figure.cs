namespace Serverless.Bench.Scale;

/// <summary>A number that the model is given.</summary>
/// <param name="Unit">What it counts.</param>
/// <param name="Source">Who says so: a page, a measurement, or that it was assumed.</param>
public sealed record Figure(double Value, string Unit, string Source);
