using System.Diagnostics;

namespace Serverless.Torture.Faults;

/// <summary>A tool of the system, run to its end.</summary>
internal static class SystemCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The exit code; null when there is no such tool.</summary>
    public static async Task<int?> RunAsync(string command, params string[] arguments) => (await ReadAsync(command, arguments))?.ExitCode;

    /// <summary>The exit code and what was printed, without the end of the last line; null when there is no such tool.</summary>
    public static async Task<(int ExitCode, string Output)?> ReadAsync(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None).WaitAsync(Patience);
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience);
            await errors;
            return (process.ExitCode, output.Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
