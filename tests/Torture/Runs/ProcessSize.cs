using System.Diagnostics;
using System.Globalization;

namespace Serverless.Torture.Runs;

/// <summary>What a process holds now.</summary>
/// <param name="Memory">Bytes of its working set.</param>
/// <param name="Handles">Open files and sockets.</param>
internal sealed record ProcessSize(long Memory, int Handles, int Threads)
{
    public static ProcessSize Of(int id)
    {
        using var process = Process.GetProcessById(id);
        var handles = OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/fd").Length : process.HandleCount;
        return new ProcessSize(process.WorkingSet64, handles, process.Threads.Count);
    }

    public override string ToString() => $"{Memory / 1_048_576} MB, {Handles} handles, {Threads} threads";
}
