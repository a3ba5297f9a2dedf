using System.Globalization;

namespace Serverless.Bench.Harness;

/// <summary>What the command line asks for.</summary>
/// <param name="Scenarios">Names, or beginnings of names; none for all.</param>
/// <param name="Rounds">How often each contender is measured, in turn with the others, 1-100.</param>
/// <param name="Duration">How long each time, 1-60 s.</param>
/// <param name="WarmUp">How long in the round that doesn't count, 1-60 s: until the compilers of all contenders have come to rest.</param>
public sealed record BenchOptions(IReadOnlyList<string> Scenarios, int Rounds, TimeSpan Duration, TimeSpan WarmUp)
{
    public const string Help = "bench/run [SCENARIO...] [--rounds 4] [--seconds 5] [--warm-up 10] [--rate N] [--report FILE.md] [--charts FOLDER]";

    /// <summary>Of the open loops, in operations a second; null for half of what the slowest of a comparison's contenders reached.</summary>
    public int? Rate { get; init; }

    /// <summary>The Markdown file to append to; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>The folder to draw charts into; null for none.</summary>
    public string? Charts { get; init; }

    /// <exception cref="BenchException">An argument can't be understood.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var (options, index) = (new BenchOptions([], 4, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)), 0);
        while (index < arguments.Count)
        {
            var argument = arguments[index++];
            options = argument switch
            {
                "--rounds" => options with { Rounds = Number(100) },
                "--seconds" => options with { Duration = TimeSpan.FromSeconds(Number(60)) },
                "--warm-up" => options with { WarmUp = TimeSpan.FromSeconds(Number(60)) },
                "--rate" => options with { Rate = Number(1_000_000) },
                "--report" => options with { Report = Value() },
                "--charts" => options with { Charts = Value() },
                _ when argument.StartsWith('-') => throw new BenchException($"'{argument}' is no option. {Help}"),
                _ => options with { Scenarios = [.. options.Scenarios, argument] },
            };
        }

        return options;

        string Value() => index < arguments.Count ? arguments[index++] : throw new BenchException($"{arguments[^1]} needs a value. {Help}");

        int Number(int max) => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max
            ? number
            : throw new BenchException($"{arguments[index - 2]} must be a whole number from 1 to {max}.");
    }

    public bool Selects(IScenario scenario) =>
        Scenarios.Count == 0 || Scenarios.Any(name => scenario.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The command that asks for these measurements.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join(' ', ["bench/run", .. Scenarios])} --rounds {Rounds} --seconds {Duration.TotalSeconds} --warm-up {WarmUp.TotalSeconds}{(Rate is { } rate ? $" --rate {rate}" : "")}");
}
