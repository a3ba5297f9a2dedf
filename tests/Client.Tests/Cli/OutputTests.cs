using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Serverless.Cli;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Cli;

/// <summary>What commands print on a terminal of 80 columns, as approved texts; <c>APPROVE=true</c> writes what there is now.</summary>
public sealed partial class OutputTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string LongUrl = "https://example.com/a/very/long/path/that/no/terminal/of/eighty/columns/has/room/for?and=a&query=too#and-a-fragment";

    [Fact]
    public async Task Is_as_approved_at_80_columns()
    {
        await RunAsync(null, "link", "create", LongUrl, "--alias", "approved-long", "--expires-at", "2030-01-01");
        await RunAsync(null, "link", "create", "https://example.com/", "--alias", "approved-tagged", "--expires-at", "2030-01-01", "--tag", "approved");
        await RunAsync(null, "topic", "set", "approved");
        await RunAsync(null, "sub", "set", "approved", "mail");
        string[][] commands =
        [
            ["link", "get", "approved-long"], ["link", "list", "--tag", "approved"], ["link", "list", "--tag", "nothing"], ["link", "stats", "approved-long"],
            ["rule", "list", "--api", "nothing"], ["rule", "set", "approved", "--api", "approved", "--op", "read", "--requests", "5", "--per", "minute"], ["check", "approved", "read", "--user", "ann", "--peek"],
            ["api", "set", "approved", "--operation", "read=GET things/{id}"], ["topic", "get", "approved"], ["sub", "list", "approved"], ["sub", "stats", "approved", "mail"],
            ["dead-letters", "list", "approved", "mail"], ["dead-letters", "discard", "approved", "mail"], ["topic", "scheduled", "list", "approved"], ["pull", "approved", "mail"], ["key", "create", "approved", "--scope", "links", "--scope", "publish:approved"], ["health"],
            ["lnk"], ["link", "lsit"], ["link", "list", "--limt", "3"], ["help", "link", "stats"], ["link", "get", "not-there"], ["rule", "get", "none"],
        ];
        var text = new StringWriter { NewLine = "\n" };
        foreach (var command in commands)
        {
            var run = await RunAsync(80, command);
            await text.WriteLineAsync($"$ slctl {string.Join(' ', command)}");
            await text.WriteAsync($"{run.Out}{run.Error}");
            await text.WriteLineAsync(run.ExitCode == ExitCode.Ok ? "" : $"[{run.ExitCode}]\n");
        }

        await AssertApprovedAsync(Settle(text.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(80)]
    [InlineData(20)]
    [InlineData(1_000)]
    public async Task Holds_every_value_in_one_piece_however_wide_the_terminal_is(int? width)
    {
        var name = $"whole-{width}";
        var made = await RunAsync(width, "link", "create", LongUrl, "--alias", name);
        var listed = await RunAsync(width, "link", "list", "--search", name);
        var key = await RunAsync(width, "key", "create", "whole", "--scope", "links");
        foreach (var (run, value) in (ReadOnlySpan<(CliRun, string)>)[(made, LongUrl), (made, $"{app.Address}{name}"), (listed, LongUrl), (listed, $"{app.Address}{name}")])
        {
            Assert.Contains(run.Out.Split('\n'), line => line.Contains(value, StringComparison.Ordinal));
        }

        Assert.Contains(key.Out.Split('\n'), line => Secret().IsMatch(line));
    }

    [Fact]
    public async Task Of_a_list_says_when_there_is_more()
    {
        for (var i = 0; i < 3; i++)
        {
            await RunAsync(null, "link", "create", "https://example.com/", "--tag", "several");
        }

        var two = await RunAsync(null, "link", "list", "--tag", "several", "--limit", "2", "--json");
        Assert.Equal((2, "There are more: pass --all, or a --limit above 2.\n"), (two.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, two.Error));
        foreach (var rest in (string[][])[["--limit", "3"], ["--all"]])
        {
            var all = await RunAsync(null, ["link", "list", "--tag", "several", "--json", .. rest]);
            Assert.Equal((3, ""), (all.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, all.Error));
        }

        Assert.Equal(ExitCode.Usage, (await RunAsync(null, "link", "list", "--limit", "0")).ExitCode);
        Assert.Equal(ExitCode.Usage, (await RunAsync(null, "link", "list", "--limit", "2", "--all")).ExitCode);
    }

    private static async Task AssertApprovedAsync(string now, [CallerFilePath] string thisFile = "")
    {
        var approved = Path.Combine(Path.GetDirectoryName(thisFile)!, "output.approved.txt");
        if (Environment.GetEnvironmentVariable("APPROVE") == "true")
        {
            await File.WriteAllTextAsync(approved, now, TestContext.Current.CancellationToken);
        }

        Assert.Equal((await File.ReadAllTextAsync(approved, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"), now);
    }

    // What differs from run to run, of the same length, so that columns stay where they are.
    private string Settle(string text)
    {
        text = text.Replace(app.Address.AbsoluteUri, "http://127.0.0.1:PORTX/", StringComparison.Ordinal);
        text = Tag().Replace(text, "\"r-TAG\"");
        text = Secret().Replace(text, "slk_SECRET");
        text = Time().Replace(text, "TIME");
        text = TimeHeader().Replace(text, "RESET   DEGRADED");
        text = Id().Replace(text, "${before}ID");
        text = Latency().Replace(text, "   N");
        return Program().Replace(text, "  slctl");
    }

    private async Task<CliRun> RunAsync(int? width, params string[] arguments)
    {
        var variables = new Dictionary<string, string> { [ServiceOptions.UrlVariable] = app.Address.AbsoluteUri, [ServiceOptions.KeyVariable] = app.AdminKey };
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        using var terminal = new Terminal { In = TextReader.Null, Out = output, Error = error, Variable = name => variables.GetValueOrDefault(name), Width = width, IsOutRedirected = width is null };
        return new CliRun(await CliApp.RunAsync(arguments, terminal), output.ToString(), error.ToString());
    }

    [GeneratedRegex("slk_[A-Za-z0-9_-]{43,59}")]
    private static partial Regex Secret();

    [GeneratedRegex("\"r-[A-Za-z0-9_-]+\"")]
    private static partial Regex Tag();

    [GeneratedRegex(@"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Time();

    // A time is shorter where its last digits are zeros.
    [GeneratedRegex("RESET +DEGRADED")]
    private static partial Regex TimeHeader();

    [GeneratedRegex(@"(?<before>^ID\s+)[A-Za-z0-9_-]{16}\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Id();

    [GeneratedRegex(@"   [\d.]+(?=\n)")]
    private static partial Regex Latency();

    [GeneratedRegex(@"^  Serverless\.Client\.Tests", RegexOptions.Multiline)]
    private static partial Regex Program();
}
