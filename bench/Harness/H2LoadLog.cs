using System.Globalization;

namespace Serverless.Bench.Harness;

/// <summary>A request in a log of <c>h2load</c>: when it was sent, the answer's status, and how long that took.</summary>
/// <param name="Sent">Since 1970.</param>
/// <param name="Status">-1 for a request that has failed.</param>
/// <param name="Took">From sending the request, not from when it was due, to the end of the answer.</param>
public readonly record struct H2LoadLog(TimeSpan Sent, int Status, TimeSpan Took)
{
    private const int Columns = 3;

    /// <summary>A line of the file that <c>--log-file</c> names: microseconds since 1970, status, microseconds; more columns may follow.</summary>
    /// <exception cref="BenchException">It is not such a line.</exception>
    public static H2LoadLog Parse(string line)
    {
        var columns = line.Split('\t');
        return columns.Length >= Columns && TryParse(columns[0], out var sent) && TryParse(columns[1], out var status) && TryParse(columns[2], out var took)
            ? new H2LoadLog(TimeSpan.FromMicroseconds(sent), (int)status, TimeSpan.FromMicroseconds(took))
            : throw new BenchException($"'{line}' is no line of a log of h2load.");
    }

    private static bool TryParse(string column, out long number) =>
        long.TryParse(column, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
