using System.Text.Json;
using Serverless.Cli.Commands;
using Serverless.Cli.Shell;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Cli;

/// <summary>Keys, QR codes, publishing of files, completion of names, conditions and words that were mistyped.</summary>
public sealed class NewCommandTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_made_rotated_and_revoked()
    {
        var made = JsonDocument.Parse((await RunAsync("key", "create", "by-slctl", "--scope", "links", "--json")).Out).RootElement;
        var id = made.GetProperty("id").GetString()!;
        var rotated = JsonDocument.Parse((await RunAsync("key", "rotate", id, "--overlap", "0s", "--json")).Out).RootElement;
        Assert.Equal(ExitCode.Unauthorized, (await CliRun.OfAsync(app.Address, made.GetProperty("key").GetString()!, "link", "list")).ExitCode);
        Assert.Equal(ExitCode.Ok, (await CliRun.OfAsync(app.Address, rotated.GetProperty("key").GetString()!, "link", "list")).ExitCode);
        Assert.Contains(id, (await RunAsync("key", "list")).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("slk_", (await RunAsync("key", "list", "--json")).Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await RunAsync("key", "revoke", id)).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await RunAsync("key", "revoke", id)).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await RunAsync("key", "rotate", id)).ExitCode);
        Assert.Equal(ExitCode.Failed, (await RunAsync("key", "create", "by-slctl", "--scope", "nothing")).ExitCode);
    }

    [Fact]
    public async Task The_audit_says_who_changed_what()
    {
        await RunAsync("topic", "set", "audited");
        await RunAsync("topic", "delete", "audited");
        var found = await RunAsync("audit", "--limit", "1", "--json");
        var last = JsonDocument.Parse(found.Out).RootElement;
        Assert.Equal(("delete", "topic", "audited", "done"), (Text("action"), Text("resource"), Text("name"), Text("outcome")));
        Assert.Equal("There are more: pass --all, or a --limit above 1.\n", found.Error);
        Assert.Contains("audited", (await RunAsync("audit")).Out, StringComparison.Ordinal);

        string? Text(string property) => last.GetProperty(property).GetString();
    }

    [Fact]
    public async Task A_qr_code_is_drawn()
    {
        using var folder = new TempFolder();
        await RunAsync("link", "create", "https://example.com/", "--alias", "drawn");
        var drawn = await RunAsync("qr", "drawn");
        Assert.StartsWith("<svg", drawn.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await RunAsync("qr", "drawn", "--output", folder.File("drawn.svg"))).ExitCode);
        Assert.Equal(drawn.Out.Trim(), (await File.ReadAllTextAsync(folder.File("drawn.svg"), Cancelled)).Trim());
        Assert.Equal(ExitCode.NotFound, (await RunAsync("qr", "never-there")).ExitCode);
    }

    [Fact]
    public async Task A_message_waits_is_listed_and_taken_back()
    {
        await RunAsync("topic", "set", "delayed");
        var published = JsonDocument.Parse((await RunAsync("publish", "delayed", "5", "--delay", "2h", "--message-id", "a/b", "--json")).Out).RootElement;
        Assert.Equal("a/b", published.GetProperty("id").GetString());
        var due = published.GetProperty("deliverAt").GetDateTimeOffset();
        Assert.Equal(ExitCode.Ok, (await RunAsync("publish", "delayed", "6", "--deliver-at", due.AddHours(1).ToString("O"))).ExitCode);
        var listed = await RunAsync("topic", "scheduled", "list", "delayed", "--json");
        Assert.Equal((2, "a/b"), (Lines(listed.Out), JsonDocument.Parse(listed.Out.Split('\n')[0]).RootElement.GetProperty("id").GetString()));
        Assert.Equal(ExitCode.Ok, (await RunAsync("topic", "scheduled", "cancel", "delayed", "a/b")).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await RunAsync("topic", "scheduled", "cancel", "delayed", "a/b")).ExitCode);
        Assert.Equal(1, Lines((await RunAsync("topic", "scheduled", "list", "delayed", "--json")).Out));
        Assert.Equal(ExitCode.Usage, (await RunAsync("publish", "delayed", "7", "--delay", "1h", "--deliver-at", "2026-11-23")).ExitCode);
        Assert.Equal(ExitCode.Failed, (await RunAsync("publish", "delayed", "7", "--delay", "8d")).ExitCode);
    }

    [Fact]
    public async Task Dead_letters_are_discarded_one_by_one_or_all()
    {
        await RunAsync("topic", "set", "dying");
        await RunAsync("sub", "set", "dying", "mail", "--max-attempts", "1");
        using var test = new TestClient(app.Address, app.AdminKey);
        await test.Client.Topics.PublishAsync("dying", [.. Enumerable.Range(1, 3).Select(n => NewMessage.Of($"{n}") with { MessageId = $"m{n}" })], Cancelled);
        var pulled = await test.Client.Subscriptions.PullAsync("dying", "mail", cancellationToken: Cancelled);
        await test.Client.Subscriptions.NackAsync("dying", "mail", [.. pulled.Select(message => message.AckId)], cancellationToken: Cancelled);
        Assert.Equal("{\"discarded\":1,\"remaining\":0}\n", (await RunAsync("dead-letters", "discard", "dying", "mail", "--id", "m2", "--json")).Out);
        var left = (await RunAsync("dead-letters", "list", "dying", "mail", "--json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["m1", "m3"], left.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()));
        Assert.Equal(ExitCode.Failed, (await RunAsync("dead-letters", "discard", "dying", "mail", "--id", "m2")).ExitCode);
        Assert.Equal("{\"discarded\":2,\"remaining\":0}\n", (await RunAsync("dead-letters", "discard", "dying", "mail", "--json")).Out);
        Assert.Empty((await RunAsync("dead-letters", "list", "dying", "mail", "--json")).Out);
        Assert.Equal(ExitCode.NotFound, (await RunAsync("dead-letters", "discard", "dying", "none")).ExitCode);
    }

    [Fact]
    public async Task What_waits_is_shown_and_delivered_now_and_what_was_tried_is_listed()
    {
        await RunAsync("topic", "set", "tried", "--shards", "1");
        await RunAsync("sub", "set", "tried", "mail", "--push", "http://127.0.0.1:9/hook", "--min-backoff", "10m", "--max-backoff", "10m");
        await RunAsync("publish", "tried", "{\"n\":1}");
        CliRun attempts;
        do
        {
            attempts = await RunAsync("sub", "attempts", "tried", "mail", "--failed", "--json");
        }
        while (attempts.Out.Length == 0);

        var attempt = JsonDocument.Parse(attempts.Out.Split('\n')[0]).RootElement;
        Assert.Equal(("unreachable", 1), (attempt.GetProperty("fault").GetString(), attempt.GetProperty("attempt").GetInt32()));
        var id = attempt.GetProperty("messageId").GetString()!;
        Assert.Contains("unreachable", (await RunAsync("sub", "attempts", "tried", "mail", "--message", id)).Out, StringComparison.Ordinal);
        Assert.Contains("none", (await RunAsync("sub", "attempts", "tried", "mail", "--message", "other")).Out, StringComparison.Ordinal);
        Assert.Contains(id, (await RunAsync("sub", "peek", "tried", "mail")).Out, StringComparison.Ordinal);
        string retried;
        do
        {
            retried = (await RunAsync("sub", "retry", "tried", "mail", "--id", id, "--id", "none", "--json")).Out;
        }
        while (!retried.Contains("\"retried\":1", StringComparison.Ordinal));

        Assert.Contains("\"notWaiting\":[\"none\"]", retried, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await RunAsync("sub", "pause", "tried", "mail")).ExitCode);
        var later = await RunAsync("sub", "retry", "tried", "mail");
        Assert.Equal((ExitCode.Ok, "The subscription is paused: what is due is sent after it is resumed.\n"), (later.ExitCode, later.Error));
        await RunAsync("sub", "set", "tried", "pulled");
        var pulled = await RunAsync("sub", "attempts", "tried", "pulled");
        Assert.Equal(("none\n", "Consumers pull: nothing is sent to an endpoint. What is listed was sent while messages were pushed.\n"), (pulled.Out, pulled.Error));
        await RunAsync("topic", "delete", "tried");
    }

    [Fact]
    public async Task A_file_is_published_up_to_a_bad_line_and_goes_on_from_there_without_a_duplicate()
    {
        using var folder = new TempFolder();
        var file = folder.File("messages.jsonl");
        var lines = Enumerable.Range(1, 250).Select(number => number == 201 ? "{bad" : $$"""{"n":{{number}}}""").ToArray();
        await RunAsync("topic", "set", "filed");
        await RunAsync("sub", "set", "filed", "all");
        await File.WriteAllLinesAsync(file, lines, Cancelled);
        var stopped = await RunAsync("publish", "filed", "--file", file, "--json");
        Assert.Equal(
            (ExitCode.Failed, 200, "slctl: Line 201 is not JSON; pass --text to publish lines as texts.\nslctl: 200 messages were stored. Go on with --from-line 201.\n"),
            (stopped.ExitCode, Lines(stopped.Out), stopped.Error));

        lines[200] = """{"n":201}""";
        await File.WriteAllLinesAsync(file, lines, Cancelled);
        var whole = await RunAsync("publish", "filed", "--file", file, "--json");
        Assert.Equal((ExitCode.Ok, 250), (whole.ExitCode, Lines(whole.Out)));
        Assert.Equal(200, whole.Out.Split('\n').Count(line => line.Contains("\"duplicate\":true", StringComparison.Ordinal)));
        Assert.Equal((ExitCode.Ok, 50), (await RunAsync("publish", "filed", "--file", file, "--from-line", "201", "--json")) is var rest ? (rest.ExitCode, Lines(rest.Out)) : default);
        Assert.Contains("\"backlog\":250", (await RunAsync("sub", "stats", "filed", "all", "--json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_published_up_to_a_bad_line_too()
    {
        await RunAsync("topic", "set", "piped");
        var stopped = await CliRun.OfAsync(
            new Dictionary<string, string> { [ServiceOptions.UrlVariable] = app.Address.AbsoluteUri, [ServiceOptions.KeyVariable] = app.AdminKey }, "1\n\n2\nthree\n4\n", "publish", "piped", "--json");
        Assert.Equal((ExitCode.Failed, 2), (stopped.ExitCode, Lines(stopped.Out)));
        Assert.Contains("Line 4 is not JSON", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("2 messages were stored. Go on with --from-line 4.", stopped.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_completed()
    {
        await RunAsync("topic", "set", "completed-topic");
        await RunAsync("sub", "set", "completed-topic", "completed-sub");
        await RunAsync("rule", "set", "completed-rule", "--api", "a", "--op", "o", "--requests", "1", "--per", "day");
        await RunAsync("link", "create", "https://example.com/", "--alias", "completed-link");
        Assert.Contains("completed-topic", await SuggestAsync("slctl topic get comp"));
        Assert.Contains("completed-topic", await SuggestAsync("slctl pull "));
        Assert.Equal(["completed-sub"], await SuggestAsync("slctl sub stats completed-topic comp"));
        Assert.Contains("completed-rule", await SuggestAsync("slctl rule delete "));
        Assert.Contains("completed-link", await SuggestAsync("slctl qr completed-l"));
        Assert.NotEmpty(await SuggestAsync("slctl key rotate "));
        Assert.Empty((await CliRun.OfAsync(new Uri("http://127.0.0.1:1"), "key", "[suggest:16]", "slctl topic get ")).Error);
    }

    [Fact]
    public async Task A_condition_is_heeded()
    {
        Assert.Equal(ExitCode.Ok, (await RunAsync("topic", "set", "conditional", "--new")).ExitCode);
        Assert.Equal(ExitCode.Failed, (await RunAsync("topic", "set", "conditional", "--new")).ExitCode);
        Assert.Equal(ExitCode.Failed, (await RunAsync("topic", "set", "conditional", "--if-match", "\"r-other\"")).ExitCode);
        Assert.Equal(ExitCode.Failed, (await RunAsync("topic", "delete", "conditional", "--if-match", "r-other")).ExitCode);
        Assert.Equal(ExitCode.Usage, (await RunAsync("topic", "set", "conditional", "--if-match", "*", "--new")).ExitCode);
        var shown = (await RunAsync("topic", "get", "conditional")).Out;
        Assert.Equal(ExitCode.Ok, (await RunAsync("topic", "delete", "conditional", "--if-match", shown[shown.IndexOf("\"r-", StringComparison.Ordinal)..].Trim())).ExitCode);
        await RunAsync("caller", "set", "user", "conditional", "--plan", "gold");
        Assert.Equal(ExitCode.Failed, (await RunAsync("caller", "delete", "user", "conditional", "--if-match", "r-other")).ExitCode);
        var caller = JsonDocument.Parse((await RunAsync("caller", "get", "user", "conditional", "--json")).Out).RootElement;
        Assert.Equal(ExitCode.Ok, (await RunAsync("caller", "delete", "user", "conditional", "--if-match", caller.GetProperty("etag").GetString()!)).ExitCode);
    }

    [Fact]
    public async Task A_tag_is_in_JSON_and_that_of_what_is_there_is_told_where_a_condition_fails()
    {
        await RunAsync("link", "create", "https://example.com/", "--alias", "in-json");
        await RunAsync("rule", "set", "in-json", "--api", "a", "--op", "o", "--requests", "1", "--per", "day");
        await RunAsync("api", "set", "in-json", "--operation", "read=GET things/{id}");
        await RunAsync("caller", "set", "user", "in-json", "--plan", "gold");
        await RunAsync("topic", "set", "in-json");
        await RunAsync("sub", "set", "in-json", "all");
        string[][] things = [["link", "get", "in-json"], ["rule", "get", "in-json"], ["api", "get", "in-json"], ["caller", "get", "user", "in-json"], ["topic", "get", "in-json"], ["sub", "get", "in-json", "all"]];
        foreach (var thing in things)
        {
            var tag = await TagAsync(thing);
            Assert.Matches("^\"r-[^\"]+\"$", tag);
            Assert.Contains(tag, (await RunAsync(thing)).Out, StringComparison.Ordinal);
        }

        var before = await TagAsync("sub", "get", "in-json", "all");
        Assert.Equal(ExitCode.Ok, (await RunAsync("sub", "pause", "in-json", "all", "--if-match", before)).ExitCode);
        var now = await TagAsync("sub", "get", "in-json", "all");
        var refused = await RunAsync("sub", "resume", "in-json", "all", "--if-match", before);
        Assert.Equal((ExitCode.Failed, ""), (refused.ExitCode, refused.Out));
        Assert.EndsWith($"\nThe current ETag is {now}.\n", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await RunAsync("sub", "resume", "in-json", "all", "--if-match", now)).ExitCode);

        async Task<string> TagAsync(params string[] thing) => JsonDocument.Parse((await RunAsync([.. thing, "--json"])).Out).RootElement.GetProperty("etag").GetString()!;
    }

    [Fact]
    public async Task The_health_tells_a_key_that_is_not_known_from_none()
    {
        Assert.Equal(ExitCode.Ok, (await RunAsync("health")).ExitCode);
        var unknown = await CliRun.OfAsync(app.Address, "wrong", "health");
        Assert.Equal((ExitCode.Unauthorized, "healthy\n", "slctl: The service does not know this key.\n"), (unknown.ExitCode, unknown.Out, unknown.Error));
        var none = await CliRun.OfAsync(new Dictionary<string, string> { [ServiceOptions.UrlVariable] = app.Address.AbsoluteUri }, "", "health");
        Assert.Equal((ExitCode.Ok, "healthy\n", ""), (none.ExitCode, none.Out, none.Error));
    }

    [Theory]
    [InlineData("link", "lnik", "link")]
    [InlineData("link", "lnk", "link")]
    [InlineData("dead-letters", "deadletters", "dead-letters")]
    [InlineData("--tag", "--tags", "--tag")]
    [InlineData("publish", "pubilsh", "publish")]
    [InlineData("link", "unrelated", null)]
    [InlineData("api", "xyz", null)]
    public void A_mistyped_word_is_taken_for_the_closest_one(string word, string typed, string? meant) =>
        Assert.Equal(meant, Resemblance.ClosestOf([word, "completion", "export"], typed));

    [Fact]
    public async Task Help_is_what_the_option_shows() =>
        Assert.Equal((await RunAsync("sub", "set", "--help")).Out, (await RunAsync("help", "sub", "set")).Out);

    [Theory]
    [InlineData("slctl: There is no command 'slctl bogus'.\nTry 'slctl --help'.\n", "bogus")]
    [InlineData("slctl: There is no command 'slctl lnk'.\nDid you mean 'link'?\nTry 'slctl --help'.\n", "lnk")]
    [InlineData("slctl: There is no command 'slctl link lsit'.\nDid you mean 'list'?\nTry 'slctl link --help'.\n", "link", "lsit")]
    public async Task Help_knows_no_other_commands(string error, params string[] words)
    {
        var run = await RunAsync(["help", .. words]);
        Assert.Equal((ExitCode.Usage, "", error), (run.ExitCode, run.Out, run.Error));
    }

    private static int Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    private async Task<string[]> SuggestAsync(string line) =>
        (await RunAsync($"[suggest:{line.Length}]", line)).Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync(app.Address, app.AdminKey, arguments);
}
