using System.Diagnostics;
using System.Text;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.Docs;

/// <summary>The commands of the tutorials do what the pages say, run by a shell exactly as they are printed.</summary>
public sealed class TutorialTests
{
    private const string Start = "dotnet run --project src/LocalHost";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Pages => [.. MarkdownPage.All.Where(path => path.StartsWith("docs/tutorials/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_command_prints_what_the_page_shows(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for a POSIX shell.");
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync("--port", "0", "--data", folder.File("data"), "--RateLimits:Deadline", "00:00:10");
        // curl takes the printed address for that of the test's own LocalHost.
        await File.WriteAllTextAsync(folder.File(".curlrc"), $"connect-to = \"localhost:7071:127.0.0.1:{cluster.Addresses[0].Port}\"\nnoproxy = \"*\"\n", TestContext.Current.CancellationToken);
        var blocks = MarkdownPage.Read(path).Code;
        Assert.Equal(("console", Start), blocks[0]);
        var outputs = await RunAsync(folder, [.. blocks.Where(block => block.Language == "bash").Select(block => block.Text)]);

        var (expected, next) = (new ExpectedOutput(), 0);
        for (var i = 1; i < blocks.Count; i++)
        {
            if (blocks[i].Language == "bash")
            {
                next++;
            }
            else
            {
                Assert.Equal("bash", blocks[i - 1].Language);
                expected.Check(blocks[i].Language, blocks[i].Text, outputs[next - 1]);
            }
        }
    }

    [Fact]
    public void There_is_one_for_each_system() => Assert.Equal(
        ["docs/tutorials/message-queue.md", "docs/tutorials/rate-limiter.md", "docs/tutorials/url-shortener.md"], Pages.Select(page => page.Data));

    [Fact]
    public void They_start_as_the_readme_does() =>
        Assert.Contains(MarkdownPage.Read("README.md").Code, block => block.Language == "bash" && block.Text.StartsWith(Start, StringComparison.Ordinal));

    // One shell for all blocks, so that variables live on; each writes into a file of its own.
    private static async Task<string[]> RunAsync(TempFolder folder, string[] commands)
    {
        var script = new StringBuilder("set -eu\n");
        for (var i = 0; i < commands.Length; i++)
        {
            script.Append("{\n").Append(commands[i]).Append("\n} > ").Append(i).Append(".out\n");
        }

        await File.WriteAllTextAsync(folder.File("tutorial.sh"), script.ToString(), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("bash", ["tutorial.sh"]) { WorkingDirectory = folder.Path, RedirectStandardError = true, Environment = { ["CURL_HOME"] = folder.Path } };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        Assert.True(process.ExitCode == 0 && errors.Length == 0, $"The shell ended with {process.ExitCode}: {errors}");
        return [.. commands.Select((_, i) => File.ReadAllText(folder.File($"{i}.out")))];
    }
}
