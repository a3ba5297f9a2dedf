using System.Globalization;

namespace Serverless.Bench.Harness;

/// <summary>What a process and all that descend from it have used: nginx has workers, RabbitMQ is started by a shell.</summary>
/// <param name="Processor">Processor time since they started.</param>
/// <param name="Memory">Bytes that are resident now; what several of them share is counted in each.</param>
public sealed record ProcessTree(TimeSpan Processor, long Memory)
{
    private const string ResidentField = "VmRSS:";
    private const int Kilobyte = 1024;

    /// <exception cref="BenchException">There is no such process.</exception>
    public static ProcessTree Read(int id)
    {
        var all = Directory.EnumerateDirectories("/proc").Select(folder => TryRead(Path.Combine(folder, "stat"))).OfType<string>().Select(ProcessStatus.Parse).ToArray();
        var tree = Of(id, all);
        return tree.Count > 0
            ? new ProcessTree(tree.Aggregate(TimeSpan.Zero, (sum, process) => sum + process.Processor), tree.Sum(process => ResidentBytes(process.Id)))
            : throw new BenchException($"The process {id} that is measured has ended.");
    }

    /// <summary>The process and its descendants.</summary>
    public static IReadOnlyList<ProcessStatus> Of(int id, IReadOnlyList<ProcessStatus> all) =>
    [
        .. all.Where(process => process.Id == id),
        .. all.Where(process => process.Parent == id && process.Id != id).SelectMany(child => Of(child.Id, all)),
    ];

    /// <summary>Of the text of <c>/proc/PID/status</c>; 0 for a process without memory, as one that has ended.</summary>
    public static long ParseResident(string status) => status.Split('\n').FirstOrDefault(line => line.StartsWith(ResidentField, StringComparison.Ordinal)) is { } line
        ? long.Parse(line[ResidentField.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0], CultureInfo.InvariantCulture) * Kilobyte
        : 0;

    private static long ResidentBytes(int id) => ParseResident(TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/status")) ?? "");

    // Not every folder of /proc is a process, and a process may end while they are looked at.
    private static string? TryRead(string file)
    {
        try
        {
            return File.Exists(file) && char.IsAsciiDigit(Path.GetFileName(Path.GetDirectoryName(file))![0]) ? File.ReadAllText(file) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
