using System.Globalization;

namespace Serverless.Bench.Harness;

/// <summary>A line of <c>/proc/PID/stat</c>; see proc_pid_stat(5).</summary>
/// <param name="Id">Of the process.</param>
/// <param name="Parent">The id of the process that started it.</param>
/// <param name="Processor">Spent by it, in the kernel too, and by children of it that have ended.</param>
public sealed record ProcessStatus(int Id, int Parent, TimeSpan Processor)
{
    /// <summary>How often the kernel's clock of processor times ticks a second: <c>sysconf(_SC_CLK_TCK)</c>, 100 on every Linux.</summary>
    public const int TicksPerSecond = 100;

    private const int ParentField = 1;
    private const int FirstTimeField = 11;
    private const int TimeFields = 4;

    /// <exception cref="BenchException">It is not such a line.</exception>
    public static ProcessStatus Parse(string line)
    {
        // The second field is the program's name in parentheses, which may hold spaces and parentheses of its own.
        var (open, close) = (line.IndexOf('(', StringComparison.Ordinal), line.LastIndexOf(')'));
        var fields = close < 0 ? [] : line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (open < 0 || fields.Length < FirstTimeField + TimeFields)
        {
            throw new BenchException($"'{line}' is no line of /proc/PID/stat.");
        }

        var ticks = fields.Skip(FirstTimeField).Take(TimeFields).Sum(Number);
        return new ProcessStatus((int)Number(line[..open]), (int)Number(fields[ParentField]), TimeSpan.FromSeconds((double)ticks / TicksPerSecond));
    }

    private static long Number(string field) => long.Parse(field, NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
