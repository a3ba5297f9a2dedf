using System.Text.Json;
using Serverless.Cli.Commands;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Cli;

/// <summary>Commands against the real service.</summary>
public sealed class CommandTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Links_are_made_shown_changed_and_deleted()
    {
        var made = await RunAsync("link", "create", "https://example.com/a", "--alias", "by-slctl", "--redirect", "302", "--expires-in", "2d");
        Assert.Equal(ExitCode.Ok, made.ExitCode);
        Assert.Contains("by-slctl", made.Out, StringComparison.Ordinal);
        var changed = JsonDocument.Parse((await RunAsync("link", "change", "by-slctl", "--to", "https://example.com/b", "--json")).Out).RootElement;
        Assert.Equal("https://example.com/b", changed.GetProperty("url").GetString());
        Assert.Contains("https://example.com/b", (await RunAsync("link", "get", "by-slctl")).Out, StringComparison.Ordinal);
        Assert.Contains("by-slctl", (await RunAsync("link", "list", "--limit", "1000")).Out, StringComparison.Ordinal);
        Assert.StartsWith("0 clicks", (await RunAsync("link", "stats", "by-slctl")).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await RunAsync("link", "delete", "by-slctl")).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await RunAsync("link", "get", "by-slctl")).ExitCode);
        Assert.Equal((ExitCode.NotFound, "slctl: There is no link 'by-slctl'.\n"), await CodeAndErrorAsync("link", "delete", "by-slctl"));
    }

    [Fact]
    public async Task A_refusal_names_the_field()
    {
        var (code, error) = await CodeAndErrorAsync("link", "create", "ftp://example.com");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("'url'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_has_an_exit_code_of_its_own() =>
        Assert.Equal(ExitCode.Unauthorized, (await CliRun.OfAsync(app.Address, "wrong", "link", "list")).ExitCode);

    [Fact]
    public async Task A_check_ends_with_whether_the_caller_may()
    {
        Assert.Equal(ExitCode.Ok, (await RunAsync("rule", "set", "slctl", "--api", "slctl", "--op", "one", "--requests", "1", "--per", "day", "--algorithm", "fixedWindow", "--by", "user")).ExitCode);
        Assert.Equal(ExitCode.Ok, (await RunAsync("check", "slctl", "one", "--user", "ann")).ExitCode);
        Assert.Equal(ExitCode.Denied, (await RunAsync("check", "slctl", "one", "--user", "ann")).ExitCode);
        Assert.Contains("fixedWindow", (await RunAsync("rule", "list", "--api", "slctl")).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await RunAsync("rule", "delete", "slctl")).ExitCode);
    }

    [Fact]
    public async Task A_caller_gets_a_plan_and_what_is_left_is_shown_reset_and_given_back()
    {
        await RunAsync("rule", "set", "plans-cli", "--api", "plans-cli", "--op", "*", "--requests", "2", "--per", "day", "--algorithm", "slidingWindowLog", "--plan", "gold=5", "--plan", "off=unlimited");
        Assert.Contains("gold=5, off=unlimited", (await RunAsync("rule", "get", "plans-cli")).Out, StringComparison.Ordinal);
        Assert.Contains("gold", (await RunAsync("caller", "set", "user", "ann@example.com/é", "--plan", "gold", "--note", "pays")).Out, StringComparison.Ordinal);
        Assert.StartsWith("{\"kind\":\"user\",\"id\":\"ann@example.com/é\",\"plan\":\"gold\",\"note\":\"pays\",\"etag\":\"\\\"r-", (await RunAsync("caller", "get", "user", "ann@example.com/é", "--json")).Out, StringComparison.Ordinal);
        Assert.Contains("pays", (await RunAsync("caller", "list")).Out, StringComparison.Ordinal);
        var taken = JsonDocument.Parse((await RunAsync("check", "plans-cli", "any", "--user", "ann@example.com/é", "--cost", "3", "--json")).Out).RootElement;
        Assert.Equal((5, 2), (taken.GetProperty("limit").GetInt32(), taken.GetProperty("remaining").GetInt32()));
        Assert.Equal(2, await RemainingAsync());
        var refund = await RunAsync("refund", "plans-cli", "any", "--user", "ann@example.com/é", "--at", taken.GetProperty("at").GetString()!, "--cost", "3", "--json");
        Assert.Equal("{\"rule\":\"plans-cli\",\"permits\":3}\n", refund.Out);
        Assert.Equal(5, await RemainingAsync());
        await RunAsync("check", "plans-cli", "any", "--user", "ann@example.com/é");
        Assert.Equal(ExitCode.Ok, (await RunAsync("counter", "reset", "plans-cli", "--user", "ann@example.com/é")).ExitCode);
        Assert.Equal(5, await RemainingAsync());
        Assert.Equal(ExitCode.Ok, (await RunAsync("caller", "delete", "user", "ann@example.com/é")).ExitCode);
        Assert.Equal((ExitCode.NotFound, "slctl: There is no record of user 'ann@example.com/é'.\n"), await CodeAndErrorAsync("caller", "delete", "user", "ann@example.com/é"));
        Assert.Equal((ExitCode.NotFound, "slctl: There is no rule 'none'.\n"), await CodeAndErrorAsync("counter", "get", "none", "--user", "ann"));

        async Task<int> RemainingAsync() =>
            JsonDocument.Parse((await RunAsync("counter", "get", "plans-cli", "--user", "ann@example.com/é", "--json")).Out).RootElement.GetProperty("remaining").GetInt32();
    }

    [Theory]
    [InlineData("caller", "set", "email", "ann", "--plan", "gold")]
    [InlineData("counter", "get", "rule", "--header", "a=1", "--header", "b=2")]
    [InlineData("rule", "set", "r", "--api", "a", "--op", "b", "--requests", "1", "--per", "day", "--plan", "gold=many")]
    [InlineData("rule", "set", "r", "--api", "a", "--op", "b", "--requests", "1", "--per", "day", "--plan", "gold=1/2/3")]
    [InlineData("refund", "a", "b", "--at", "soon")]
    public async Task Refuses_what_names_no_caller_plan_or_time(params string[] arguments)
    {
        var (code, error) = await CodeAndErrorAsync(arguments);
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith("slctl: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task A_name_that_no_address_can_hold_is_refused_and_deletes_nothing_above_it(string name)
    {
        await RunAsync("topic", "set", "victim");
        foreach (var command in (string[][])[["sub", "delete", "victim", name], ["topic", "scheduled", "cancel", "victim", name], ["topic", "delete", name], ["sub", "peek", "victim", name], ["pull", "victim", name]])
        {
            var run = await RunAsync(command);
            Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Out));
            Assert.Matches(@"^slctl: [^\n]+\n$", run.Error);
        }

        Assert.Equal(ExitCode.Ok, (await RunAsync("topic", "get", "victim")).ExitCode);
    }

    [Fact]
    public async Task Messages_are_published_from_lines_and_pulled()
    {
        await RunAsync("topic", "set", "lines", "--shards", "2");
        await RunAsync("sub", "set", "lines", "all", "--filter", "kind=a*", "--ack-deadline", "20s");
        var published = await RunWithInputAsync("{\"n\":1}\n{\"n\":2}\n", "publish", "lines", "--attribute", "kind=abc", "--json");
        Assert.Equal(2, published.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var kept = await RunAsync("pull", "lines", "all", "--no-ack", "--json");
        Assert.Equal(2, kept.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var pulled = await RunAsync("pull", "lines", "all", "--wait", "10s");
        Assert.Contains("{\"n\":2}", pulled.Out, StringComparison.Ordinal);
        Assert.Equal("", (await RunAsync("pull", "lines", "all", "--json")).Out);
        Assert.Contains("\"backlog\":0", (await RunAsync("sub", "stats", "lines", "all", "--json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_JSON_is_published_as_text_only_if_asked_for()
    {
        await RunAsync("topic", "set", "texts");
        Assert.Equal(ExitCode.Usage, (await RunAsync("publish", "texts", "hello")).ExitCode);
        Assert.Equal(ExitCode.Ok, (await RunAsync("publish", "texts", "hello", "--text")).ExitCode);
    }

    [Fact]
    public async Task Completion_suggests_commands_and_words()
    {
        Assert.Equal(["change", "create"], await SuggestAsync("slctl link c"));
        Assert.Contains("minute", await SuggestAsync("slctl rule set x --per "));
    }

    private async Task<string[]> SuggestAsync(string line) =>
        (await RunAsync($"[suggest:{line.Length}]", line)).Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync(app.Address, app.AdminKey, arguments);

    private Task<CliRun> RunWithInputAsync(string input, params string[] arguments) => CliRun.OfAsync(
        new Dictionary<string, string> { [ServiceOptions.UrlVariable] = app.Address.AbsoluteUri, [ServiceOptions.KeyVariable] = app.AdminKey }, input, arguments);

    private async Task<(int Code, string Error)> CodeAndErrorAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        return (run.ExitCode, run.Error);
    }
}
