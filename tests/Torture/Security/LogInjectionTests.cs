using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Torture.Security;

/// <summary>The log of the process, with everything switched on, while others send it lines that look like its own.</summary>
public sealed class LogInjectionTests(ITestOutputHelper output)
{
    private const string Forged = "crit: Forged[0] all is lost";
    private const string Steering = "\u001b[2J\u001b[31m\u0007\b\u009b2J\u202e\u2066\u2028\u2029\u0085\u000b";

    [Fact]
    public async Task Nothing_that_was_sent_looks_like_an_entry_of_the_log()
    {
        using var folder = new TempFolder();
        await using var host = await LocalHostProcess.StartAsync(folder.Path, "--Logging:LogLevel:Default", "Trace", "--Logging:LogLevel:Microsoft", "Debug", "--Logging:LogLevel:Yarp", "Trace", "--Logging:LogLevel:System", "Debug", "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "Trace");
        var key = (await File.ReadAllTextAsync(folder.File("admin.key"), TestContext.Current.CancellationToken)).Trim();
        await SendEverywhereAsync(host.Address, key);
        await AnswerHostilelyAsync(host.Address, key);
        await host.TerminateAsync();

        var log = host.Output;
        output.WriteLine($"{log.Split('\n').Length} lines, {log.Split('\n').Count(line => line.Contains("Forged", StringComparison.Ordinal))} with what was sent.");
        Assert.Contains($"\\u000d{Forged}", log, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Split('\n'), line => line.TrimStart().StartsWith("crit: Forged", StringComparison.Ordinal));
        Assert.All(log.ReplaceLineEndings("\n").Split('\n'), line => Assert.DoesNotContain(line, letter => char.IsControl(letter) || Steering.Contains(letter, StringComparison.Ordinal) && letter > '\u007f'));
    }

    private static async Task SendEverywhereAsync(Uri address, string key)
    {
        var inText = $"\r\n{Forged}\r{Forged}\n{Forged}{Steering}";
        var inPath = Uri.EscapeDataString(inText);
        // What Kestrel lets into a header: all but the ends of lines.
        var inHeader = $"{Forged}\u001b[2J\u001b[31m\u0007\b\u009b2J\u0085\u000b\u007f";
        foreach (var call in Routes.All)
        {
            foreach (var (path, body) in Variants(call, inPath, JsonSerializer.Serialize(inText)[1..^1]))
            {
                await RawAnswer.ToAsync(
                    address,
                    $"{call.Method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {key}\r\nUser-Agent: {inHeader}\r\nReferer: {inHeader}\r\nOrigin: {inHeader}\r\nX-Forwarded-For: {inHeader}\r\nX-Forwarded-Uri: /{inPath}\r\nX-Forwarded-Method: {inHeader}\r\ntraceparent: {inHeader}\r\nce-id: {inPath}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            }

            // A wrong key, a wrong method, a wrong version, and no HTTP at all.
            await RawAnswer.GetAsync(address, call.Path, $"Authorization: Bearer {inHeader}\r\n");
            await RawAnswer.ToAsync(address, $"FORGED {call.Path}%0d{Uri.EscapeDataString(Forged)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        }

        await RawAnswer.ToAsync(address, $"GET / HTTP/1.1\r\nHost: x\rcrit: Forged\r\nX-A: \r{Forged}\r\n\r\n");
        await RawAnswer.ToAsync(address, $"GET /\r{Forged} HTTP/1.1\r\n\r\n");
        await RawAnswer.ToAsync(address, $"GET / HTTP/9.9\r{Forged}\r\nHost: x\r\n\r\n");
    }

    private static IEnumerable<(string Path, string Body)> Variants(RouteCall call, string inPath, string inJson)
    {
        yield return (call.Path, call.Body ?? "");
        yield return (call.Path.Replace(Routes.Name, inPath, StringComparison.Ordinal), call.Body ?? "");
        yield return ($"{call.Path}/{inPath}?api={inPath}&op={inPath}&limit={inPath}&continuation={inPath}", call.Body ?? "");
        if (call.Body is { } body)
        {
            yield return (call.Path, body.Replace(Routes.Name, inJson, StringComparison.Ordinal));
            yield return (call.Path, body.Replace("\"a\"", $"\"{inJson}\"", StringComparison.Ordinal).Replace("\"read\"", $"\"{inJson}\"", StringComparison.Ordinal).Replace("somebody", inJson, StringComparison.Ordinal).Replace("example.com", inJson, StringComparison.Ordinal));
            yield return (call.Path, body[..(body.Length / 2)] + inJson);
        }
    }

    // An API and an endpoint that somebody who may has named, and that then answer so that they get into the log.
    private static async Task AnswerHostilelyAsync(Uri address, string key)
    {
        using var admin = new ApiClient(address, key);
        string[] answers =
        [
            $"HTTP/1.1 2000 \r{Forged}{Steering[..8]}\r\n\r\n",
            $"\r{Forged}\u001b[2J\r\n\r\n",
            $"HTTP/1.1 200 OK\r\nbroken \r{Forged}\u001b[2J\r\n\r\n",
            $"HTTP/1.1 200 OK\r\nX-A: a\r{Forged}\u001b[2J\u0085\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            $"HTTP/1.1 200 OK\r\nContent-Length: \r{Forged}\u001b[2J\r\nConnection: close\r\n\r\n",
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r{Forged}\u001b[2J\r\n",
            $"HTTP/1.1 200 OK\r\nWebHook-Allowed-Origin: \u001b[2J{Forged}\u0085\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        ];
        foreach (var (answer, i) in answers.Select((answer, i) => (answer, i)))
        {
            await using var hostile = new RawServer(RawServer.Answering(answer));
            using var put = await admin.PutAsync($"/api/ratelimit/apis/hostile-{i}", new { upstream = hostile.Address, operations = new[] { new { op = "any", method = "*", route = "{*path}" } } });
            Assert.Equal(HttpStatusCode.Created, put.Status);
            await RawAnswer.GetAsync(address, $"/gateway/hostile-{i}/x?a=%0d{Uri.EscapeDataString(Forged)}");
            using var topic = await admin.PutAsync($"/api/topics/hostile-{i}", new { });
            using var subscription = await admin.PutAsync($"/api/topics/hostile-{i}/subscriptions/mail", new { delivery = new { mode = "push", endpoint = hostile.Address } });
            Assert.Equal(HttpStatusCode.Created, subscription.Status);
            using var published = await admin.PostAsync($"/api/topics/hostile-{i}/publish", new { messages = new[] { new { data = Forged } } });
            await hostile.ArrivedAsync();
            await hostile.ArrivedAsync();
        }
    }
}
