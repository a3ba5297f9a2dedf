using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Scale;

/// <summary>What many things of a kind were found to take, beside what was predicted.</summary>
public static class MeasuredBytes
{
    /// <param name="bytes">That all took.</param>
    /// <param name="predicted">Bytes each; null for no prediction.</param>
    /// <param name="operations">That were done in the time.</param>
    public static Sample Of(double bytes, int things, double? predicted, TimeSpan elapsed, long operations)
    {
        var (each, operation) = (bytes / things, elapsed / operations);
        var note = predicted is { } wanted
            ? string.Create(CultureInfo.InvariantCulture, $"{each:0} bytes each, {wanted:0} predicted: {each / wanted:0.00}")
            : string.Create(CultureInfo.InvariantCulture, $"{each:0} bytes each");
        return new Sample(operations / elapsed.TotalSeconds, operation, operation, note);
    }
}
