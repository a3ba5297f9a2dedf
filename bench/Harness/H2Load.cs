using System.Diagnostics;
using System.Globalization;

namespace Serverless.Bench.Harness;

/// <summary>
/// Load by <c>h2load</c>, an open loop: 64 connections, each of which is to send at its part of the rate. A process sends the
/// same list and body on all of its connections, so that there are several processes where callers or keys are to differ.
/// </summary>
/// <param name="name">Of the contender.</param>
/// <param name="address">Where it listens.</param>
/// <param name="requests">What is sent.</param>
/// <param name="processes">A divisor of 64.</param>
/// <param name="note">Says something about the last run; null for nothing.</param>
/// <param name="isRefused">Whether all but a few answers, those to callers who come for the first time, must be refusals.</param>
public sealed class H2Load(string name, Uri address, H2LoadRequests requests, int processes, Func<Task<string>>? note = null, bool isRefused = false)
{
    public const int Connections = 64;

    private const int FirstRefusal = 400;

    /// <summary>In which the processes start; doesn't count.</summary>
    private static readonly TimeSpan Starting = TimeSpan.FromSeconds(1);

    /// <summary>In which the answers to the last requests that count still come.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromMilliseconds(300);

    private int runs;
    private int place;

    /// <exception cref="BenchException">A request failed, or was answered otherwise than it should.</exception>
    public async Task<Sample> MeasureAsync(double perSecond, TimeSpan duration)
    {
        if (note is not null)
        {
            await note();
        }

        var folder = Directory.CreateTempSubdirectory("serverless-h2load-");
        try
        {
            var whole = Starting + duration + Ending;
            var share = Math.Clamp((int)(perSecond * whole.TotalSeconds / processes), 1, Math.Max(1, requests.Paths.Count / processes));
            await Task.WhenAll(Enumerable.Range(0, processes).Select(process => RunAsync(folder.FullName, process, share, perSecond, whole)));
            (runs, place) = (runs + 1, (place + (share * processes)) % requests.Paths.Count);
            return Summarize(Read(folder), perSecond, duration) with { Note = note is null ? "" : await note() };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static H2LoadLog[] Read(DirectoryInfo folder) =>
        [.. folder.EnumerateFiles("*.log").SelectMany(log => File.ReadLines(log.FullName)).Select(H2LoadLog.Parse)];

    private Sample Summarize(H2LoadLog[] all, double perSecond, TimeSpan duration)
    {
        var start = all.Length == 0 ? throw new BenchException($"{name}: h2load sent nothing.") : all.Min(request => request.Sent) + Starting;
        var counted = all.Where(request => request.Sent >= start && request.Sent < start + duration).ToArray();
        var unexpected = all.Count(request => request.Status < 0) + (isRefused
            ? Math.Max(0, all.Count(request => request.Status < FirstRefusal) - (2 * processes))
            : all.Count(request => request.Status >= FirstRefusal));
        if (unexpected > 0 || counted.Length == 0)
        {
            throw new BenchException($"{name}: {unexpected} of {all.Length} requests at a fixed rate ended otherwise than they should, {counted.Length} counted.");
        }

        var interval = TimeSpan.FromSeconds(Connections / perSecond);
        return Sample.Of(OpenLoop.WithOmitted(counted.Select(request => request.Took), interval), duration) with
        {
            PerSecond = counted.Length / duration.TotalSeconds,
            Operations = counted.Length,
        };
    }

    private async Task RunAsync(string folder, int process, int share, double perSecond, TimeSpan whole)
    {
        var file = Path.Combine(folder, process.ToString(CultureInfo.InvariantCulture));
        await File.WriteAllLinesAsync(file + ".uris", Enumerable.Range(place + (process * share), share).Select(i => new Uri(address, requests.Paths[i % requests.Paths.Count]).ToString()));
        string[] command =
        [
            "--h1", "-m", "1", "-c", Text(Connections / processes), "--rps", Text(perSecond / Connections), "-D", Text(whole.TotalMilliseconds) + "ms",
            "--log-file", file + ".log", "-i", file + ".uris", .. await OptionsAsync(file, (runs * processes) + process),
        ];
        using var started = Process.Start(new ProcessStartInfo("h2load", command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = started.StandardError.ReadToEndAsync();
        var output = await started.StandardOutput.ReadToEndAsync();
        await started.WaitForExitAsync();
        if (started.ExitCode != 0)
        {
            throw new BenchException($"{name}: h2load failed: {output} {await errors}");
        }
    }

    private async Task<IEnumerable<string>> OptionsAsync(string file, int number)
    {
        string[] headers = [.. requests.Headers, .. requests.Header is null ? [] : new[] { requests.Header(number) }];
        if (requests.Body is not null)
        {
            await File.WriteAllTextAsync(file + ".body", requests.Body(number));
        }

        return [.. headers.SelectMany(header => new[] { "-H", header }), .. requests.Body is null ? [] : new[] { "-d", file + ".body" }];
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
