using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>Large uploads through the gateway of a LocalHost process, whose memory stays as it is.</summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class GatewayUploadTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const long Size = 100 * 1024 * 1024;
    private const long Room = 64 * 1024 * 1024;

    private readonly TempFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var file = File.Create(folder.File("upload"));
        var part = new byte[1024 * 1024];
        new Random(7).NextBytes(part);
        for (var written = 0L; written < Size; written += part.Length)
        {
            await file.WriteAsync(part, Cancel);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Passes_100_MB_from_curl_on_without_keeping_them(bool chunked)
    {
        await using var upstream = await UpstreamServer.StartAsync();
        var received = 0L;
        upstream.Answers["/upload"] = async context =>
        {
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer, Cancel)) > 0)
            {
                received += read;
            }

            await context.Response.WriteAsync(received.ToString(System.Globalization.CultureInfo.InvariantCulture), Cancel);
        };
        await using var host = await LocalHostProcess.StartAsync(folder.File("data"));
        using var admin = new ApiClient(host.Address, (await File.ReadAllTextAsync(folder.File("data/admin.key"), Cancel)).Trim());
        using var put = await admin.PutAsync("/api/ratelimit/apis/files", new { upstream = upstream.Address, operations = new[] { new { op = "upload", method = "PUT", route = "{name}" } } });
        using var warm = await admin.SendAsync(HttpMethod.Put, "/gateway/files/warm", "\"up\"");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (put.Status, warm.Status));

        var before = host.WorkingSet;
        var answer = await CurlAsync(new Uri(host.Address, "/gateway/files/upload"), chunked);
        var growth = host.PeakWorkingSet - before;
        output.WriteLine($"{Size:N0} bytes passed; memory grew by {growth:N0} bytes at most.");
        Assert.Equal((Size.ToString(System.Globalization.CultureInfo.InvariantCulture), Size), (answer, received));
        Assert.InRange(growth, long.MinValue, Room);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> CurlAsync(Uri target, bool chunked)
    {
        string[] arguments = ["-sS", "--max-time", "120", "-T", folder.File("upload"), .. chunked ? new[] { "-H", "Transfer-Encoding: chunked" } : [], target.AbsoluteUri];
        using var curl = Process.Start(new ProcessStartInfo("curl", arguments) { RedirectStandardOutput = true })!;
        var answer = await curl.StandardOutput.ReadToEndAsync(Cancel);
        await curl.WaitForExitAsync(Cancel);
        Assert.Equal(0, curl.ExitCode);
        return answer;
    }
}
