using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Scale;

/// <summary>The simulator's command line.</summary>
public static class ScaleCommand
{
    public const string Name = "scale";
    public const string Help = "bench/run scale [--factor 1,10,100] [--write]";

    /// <summary>Prints the tables, or with <c>--write</c> puts them into <c>docs/scale.md</c>.</summary>
    /// <param name="arguments">What follows the name.</param>
    /// <exception cref="BenchException">An argument can't be understood.</exception>
    public static async Task RunAsync(IReadOnlyList<string> arguments, TextWriter output)
    {
        var inputs = ScaleInputs.Read();
        switch (arguments)
        {
            case ["--write"]:
                var page = await File.ReadAllTextAsync(ScalePage.Path);
                await File.WriteAllTextAsync(ScalePage.Path, ScalePage.With(page, new ScaleTables(inputs, ScalePage.Factors).All()));
                break;
            case []:
                await PrintAsync(ScalePage.Factors);
                break;
            case ["--factor", var factors]:
                await PrintAsync([.. factors.Split(',').Select(Factor)]);
                break;
            default:
                throw new BenchException(Help);
        }

        async Task PrintAsync(IReadOnlyList<double> factors)
        {
            foreach (var (name, table) in new ScaleTables(inputs, factors).All())
            {
                await output.WriteLineAsync($"## {name}\n\n{table}");
            }
        }
    }

    private static double Factor(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor is >= 0.001 and <= 1_000
            ? factor
            : throw new BenchException($"'{text}' is no factor from 0.001 to 1000. {Help}");
}
