using System.Globalization;
using System.Runtime.InteropServices;

namespace Serverless.Bench.Harness;

/// <summary>Where and when the numbers were made.</summary>
public static class Machine
{
    private const string CpuFile = "/proc/cpuinfo";
    private const string LoadFile = "/proc/loadavg";

    /// <summary>One line for a report.</summary>
    public static string Describe(TimeProvider time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{time.GetUtcNow():yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} x {Cpu()}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, load before: {Load()}");

    private static string Cpu() => !File.Exists(CpuFile)
        ? RuntimeInformation.ProcessArchitecture.ToString()
        : File.ReadLines(CpuFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";

    private static string Load() => File.Exists(LoadFile) ? File.ReadAllText(LoadFile).Split(' ')[0] : "unknown";
}
