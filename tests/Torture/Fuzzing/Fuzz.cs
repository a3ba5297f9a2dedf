using System.Globalization;
using CsCheck;

namespace Serverless.Torture.Fuzzing;

/// <summary>Tries a rule on as many inputs as the run asks for; a failing one is made smaller and printed with its seed.</summary>
internal static class Fuzz
{
    private const string Setting = "FUZZ_INPUTS";
    private const long Few = 10_000;
    private const long InputsForARequest = 50;

    /// <summary>Inputs for each rule: the environment's <c>FUZZ_INPUTS</c>, else ten thousand.</summary>
    public static long Inputs { get; } =
        long.TryParse(Environment.GetEnvironmentVariable(Setting), NumberStyles.None, CultureInfo.InvariantCulture, out var inputs) ? inputs : Few;

    /// <summary>For rules that take a request over HTTP each.</summary>
    public static long Requests { get; } = Math.Max(1, Inputs / InputsForARequest);

    public static Task TryAsync<T>(Gen<T> inputs, Func<T, Task> rule) => inputs.SampleAsync(rule, iter: Requests);

    public static void Try<T>(Gen<T> inputs, Action<T> rule) => inputs.Sample(rule, iter: Inputs);
}
