using System.Net.Sockets;
using Serverless.Cli.Commands;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Cli;

/// <summary>What every command does when it is asked for help, used wrongly, or has no service: a clear line, and an exit code of its own.</summary>
public sealed class EveryCommandTests
{
    // Nothing listens on the port that is never given out.
    private static readonly Dictionary<string, string> NoServer = new() { [ServiceOptions.UrlVariable] = "http://127.0.0.1:1", [ServiceOptions.KeyVariable] = "key" };

    public static TheoryData<string> All => [.. CommandTable.All];

    public static TheoryData<string> Groups => [.. CommandTable.All.Except(CommandTable.Leaves)];

    public static TheoryData<string> Leaves => [.. CommandTable.Leaves];

    public static TheoryData<string> Asking => [.. CommandTable.Asking];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Explains_itself(string path)
    {
        var run = await CliRun.OfAsync(NoServer, "", [.. Split(path), "--help"]);
        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Error));
        Assert.Contains("Description:", run.Out, StringComparison.Ordinal);

        // The first word is the name of the program that holds the tool, here that of the tests.
        Assert.Matches($@"Usage:\n  \S+ {path}", run.Out);
    }

    [Fact]
    public async Task Explaining_asks_no_service()
    {
        using var service = new TcpListener(IPAddress.Loopback, 0);
        service.Start();
        var variables = new Dictionary<string, string> { [ServiceOptions.UrlVariable] = $"http://{service.LocalEndpoint}", [ServiceOptions.KeyVariable] = "key" };
        foreach (var path in CommandTable.All)
        {
            await CliRun.OfAsync(variables, "", [.. Split(path), "--help"]);
            Assert.False(service.Pending(), path);
        }
    }

    [Theory]
    [InlineData("audit", "--limit", "abc")]
    [InlineData("audit", "--limit", "abc", "--all")]
    [InlineData("audit", "--limit", "0")]
    [InlineData("link", "list", "--limit", "abc")]
    [InlineData("link", "list", "--limit", "99999999999")]
    [InlineData("pull", "topic", "name", "--max", "abc")]
    public async Task Refuses_a_number_that_it_can_t_use(params string[] arguments)
    {
        var run = await CliRun.OfAsync(NoServer, "", arguments);
        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("slctl: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Refuses_an_option_that_it_does_not_have(string path)
    {
        var run = await CliRun.OfAsync(NoServer, "", [.. path.Length == 0 ? [] : CommandTable.Leaves.Contains(path) ? CommandTable.Complete(path, "/dev/null") : Split(path), "--no-such-option"]);
        AssertUsage(run, path);
        Assert.Contains("--no-such-option", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task A_group_asks_for_a_command(string path) => AssertUsage(await CliRun.OfAsync(NoServer, "", Split(path)), path);

    [Theory]
    [MemberData(nameof(Leaves))]
    public async Task Refuses_to_run_without_what_it_requires(string path)
    {
        var complete = CommandTable.Complete(path, "/dev/null");
        if (complete.Length > Split(path).Length)
        {
            AssertUsage(await CliRun.OfAsync(NoServer, "", Split(path)), path);
        }
    }

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task Says_that_no_service_is_named(string path)
    {
        using var folder = new TempFolder();
        var run = await CliRun.OfAsync(new Dictionary<string, string>(), "1\n", CommandTable.Complete(path, File(folder)));
        Assert.Equal((ExitCode.Usage, "slctl: Which service? Pass --url, or set SERVERLESS_URL.\n", ""), (run.ExitCode, run.Error, run.Out));
    }

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task Says_that_the_service_can_t_be_reached(string path)
    {
        using var folder = new TempFolder();
        string[] impatient = path == "import" ? ["--patience", "0s"] : path == "pull" ? ["--max", "1"] : path == "publish" ? ["--text"] : [];
        var run = await CliRun.OfAsync(NoServer, "1\n", [.. CommandTable.Complete(path, File(folder)), .. impatient]);
        Assert.Equal((ExitCode.Unreachable, ""), (run.ExitCode, run.Out));
        Assert.Contains("slctl: http://127.0.0.1:1/ gave no answer: Connection refused", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_the_commands_that_are_documented() => Assert.Superset<string>(
        new HashSet<string> { "link create", "rule set", "api list", "check", "caller set", "caller list", "counter get", "counter reset", "refund", "topic set", "sub seek", "publish", "pull", "import", "export", "completion" },
        CommandTable.Leaves.ToHashSet());

    /// <summary>Everything that has an ETag is set, changed and deleted by commands of such a name.</summary>
    [Fact]
    public void What_changes_something_that_has_an_ETag_takes_a_condition()
    {
        string[] groups = ["link", "rule", "api", "caller", "topic", "sub"];
        string[] verbs = ["set", "change", "delete", "pause", "resume"];
        var changing = CommandTable.Leaves.Where(path => path.Split(' ') is [var group, var verb] && groups.Contains(group) && verbs.Contains(verb)).ToArray();
        Assert.Equal(14, changing.Length);
        Assert.All(changing, path => Assert.Contains("--if-match", CommandTable.OptionsOf(path)));
    }

    private static string[] Split(string path) => path.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void AssertUsage(CliRun run, string path)
    {
        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("slctl: ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"Try 'slctl{(path.Length > 0 ? " " : "")}{path} --help'.\n", run.Error, StringComparison.Ordinal);
    }

    private static string File(TempFolder folder)
    {
        System.IO.File.WriteAllText(folder.File("links.csv"), "url\nhttps://example.com\n");
        return folder.File("links.csv");
    }
}
