using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Serverless.Bench.Harness;

namespace Serverless.Bench.ColdStart;

/// <summary>A process from its start on. It is killed in the end, and its folder removed.</summary>
internal sealed class FreshProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(1);

    private readonly StringBuilder output = new();
    private readonly string name;
    private readonly string folder;
    private readonly long started;
    private readonly Process process;
    private readonly HttpClient client;

    private FreshProcess(StartedProgram program, Workspace workspace)
    {
        (name, folder) = (program.Name, workspace.NewFolder("start"));
        var port = Workspace.FreePort();
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LocalHostServer.AdminKey);
        var command = program.Command(port, folder);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in program.Environment)
        {
            start.Environment[variable] = value;
        }

        started = TimeProvider.System.GetTimestamp();
        process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>What the process has taken of the processors so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>What so many operations have cost it, of which it had taken that before the first.</summary>
    public Usage Usage(long operations, TimeSpan since = default)
    {
        var taken = ProcessorTime - since;
        return new Usage(taken / operations, null, process.WorkingSet64);
    }

    public static FreshProcess Start(StartedProgram program, Workspace workspace) => new(program, workspace);

    /// <summary>Asks as soon as the process listens, until the answer is correct.</summary>
    /// <returns>The time since the process was started.</returns>
    /// <exception cref="BenchException">It ended, or gave no correct answer within a minute.</exception>
    public async Task<TimeSpan> AnswersAsync(Question question)
    {
        while (!await ListensAsync() || !await IsCorrectAsync(question))
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new BenchException($"{name} gave no correct answer to {question.Path}: {Output()}");
            }

            await Task.Delay(LookAgainAfter, TimeProvider.System);
        }

        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>Waits at the process's address as the Functions host does, until the process connects and says its first word.</summary>
    /// <returns>The time since the process was started.</returns>
    /// <exception cref="BenchException">It ended, or said nothing within a minute.</exception>
    public async Task<TimeSpan> SpeaksAsync()
    {
        using var host = new TcpListener(IPAddress.Loopback, Address.Port);
        host.Start();
        var word = ReadWordAsync(host);
        await Task.WhenAny(word, process.WaitForExitAsync(), Task.Delay(Patience, TimeProvider.System));
        return word.IsCompletedSuccessfully ? TimeProvider.System.GetElapsedTime(started) : throw new BenchException($"{name} said nothing to its host: {Output()}");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync().WaitAsync(Patience);
        }

        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task ReadWordAsync(TcpListener host)
    {
        using var connection = await host.AcceptTcpClientAsync();
        await connection.GetStream().ReadExactlyAsync(new byte[1]);
    }

    // A refused connection of HttpClient costs more than one of a socket, and there are hundreds of them.
    private async Task<bool> ListensAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(Address.Host, Address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<bool> IsCorrectAsync(Question question)
    {
        using var request = new HttpRequestMessage(question.Method, question.Path);
        request.Content = question.Body is null ? null : new StringContent(question.Body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        return question.IsCorrect(answer, await answer.Content.ReadAsStringAsync());
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
        {
            output.AppendLine(line.Data);
        }
    }

    private string Output()
    {
        lock (output)
        {
            return output.ToString();
        }
    }
}
