using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Serverless.Bench.Harness;

/// <summary>
/// Load by <c>wrk</c>, a closed loop: each of 64 connections sends its next request when it has the answer to the last.
/// Its one thread shares the processors with the server, for every contender alike.
/// </summary>
/// <param name="name">Of the contender.</param>
/// <param name="address">Where it listens.</param>
/// <param name="script">A Lua file beside the program, which sets <c>init(args)</c> and <c>request()</c>; its first argument is how many requests were sent by earlier runs.</param>
/// <param name="arguments">Its further arguments.</param>
/// <param name="note">Says something about the last run; null for nothing.</param>
/// <param name="refusedAfter">How many requests of a run may be let through before all are refused; null where none is.</param>
public sealed class WrkLoad(
    string name, Uri address, string script, IReadOnlyList<string> arguments, Func<Task<string>>? note = null, long? refusedAfter = null) : IContender
{
    public const int Connections = 64;

    private static readonly string Report = Path.Combine(AppContext.BaseDirectory, "Harness", "report.lua");

    private long sent;

    public string Name => name;

    /// <inheritdoc/>
    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        if (note is not null)
        {
            await note();
        }

        var report = await RunAsync((int)duration.TotalSeconds);
        var unexpected = report.Errors + (refusedAfter is { } free ? Math.Max(0, report.Requests - report.Refused - free) : report.Refused);
        if (unexpected > 0)
        {
            throw new BenchException($"{name}: {unexpected} of {report.Requests} requests ended otherwise than they should.");
        }

        sent += report.Requests;
        return new Sample(
            report.Requests * 1_000_000.0 / report.Microseconds,
            TimeSpan.FromMicroseconds(report.P50),
            TimeSpan.FromMicroseconds(report.P99),
            note is null ? "" : await note())
        {
            P999 = TimeSpan.FromMicroseconds(report.P999),
            Operations = report.Requests,
        };
    }

    private async Task<WrkReport> RunAsync(int seconds)
    {
        var file = Path.Combine(AppContext.BaseDirectory, script);
        string[] command =
        [
            "-t1", $"-c{Connections}", $"-d{seconds}s", "--timeout", "10s", "-s", Report, address.ToString(),
            "--", file, sent.ToString(CultureInfo.InvariantCulture), .. arguments,
        ];
        using var process = Process.Start(new ProcessStartInfo("wrk", command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.LastIndexOf('{') is var start and >= 0
            ? JsonSerializer.Deserialize<WrkReport>(output.AsSpan(start), JsonSerializerOptions.Web)!
            : throw new BenchException($"wrk failed: {output} {await errors}");
    }
}
