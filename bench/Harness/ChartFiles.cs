using System.Diagnostics;
using System.Text.Json;

namespace Serverless.Bench.Harness;

/// <summary>Draws charts as SVG with Vega-Lite, which runs in Node.js.</summary>
public static class ChartFiles
{
    /// <param name="folder">Made if it is missing.</param>
    /// <exception cref="BenchException">They could not be drawn.</exception>
    public static async Task WriteAsync(IReadOnlyList<Chart> charts, string folder)
    {
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo("node", [Path.Combine(Workspace.Sources, "charts", "draw.js"), Path.GetFullPath(folder)])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using var drawing = Process.Start(start)!;
        var errors = drawing.StandardError.ReadToEndAsync();
        await using (var input = drawing.StandardInput)
        {
            await input.WriteAsync(JsonSerializer.Serialize(charts, JsonSerializerOptions.Web));
        }

        await drawing.WaitForExitAsync();
        if (drawing.ExitCode != 0)
        {
            throw new BenchException($"The charts could not be drawn: {await errors}");
        }
    }
}
