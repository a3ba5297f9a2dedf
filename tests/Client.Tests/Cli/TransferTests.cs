using Serverless.Cli.Commands;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Cli;

public sealed class TransferTests(RunningApp app) : IClassFixture<RunningApp>, IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Says_of_every_link_what_became_of_it()
    {
        var file = await WriteAsync("mixed.csv", "url,alias,redirect,expiresIn", "https://example.com/1,mixed-1,302,P1D", "ftp://example.com,,,", ",,,", "https://example.com/2,mixed-1,,", "https://example.com/1,mixed-1,,", "https://example.com/3,,many,");
        var run = await RunAsync("import", file, "--json");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("\"total\":6,\"created\":1,\"existed\":1,\"failed\":4", run.Out, StringComparison.Ordinal);
        var results = await File.ReadAllLinesAsync(file + ".results.csv", Cancelled);
        Assert.Equal(["line,status,key,shortUrl,error,note", $"2,created,mixed-1,{app.Address}mixed-1,,"], results[..2]);
        Assert.StartsWith("3,failed,,,url ", results[2], StringComparison.Ordinal);
        Assert.StartsWith("4,failed,,,has no url.", results[3], StringComparison.Ordinal);
        Assert.StartsWith("5,failed,,,The alias 'mixed-1' is taken by a link to another URL.", results[4], StringComparison.Ordinal);
        Assert.StartsWith("6,existed,mixed-1,", results[5], StringComparison.Ordinal);
        Assert.StartsWith("7,failed,,,", results[6], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_with_a_file_that_has_changed_where_it_differs()
    {
        var file = await WriteAsync("changed.csv", "url,alias", "https://example.com/changed-1,", "https://example.com/changed-2,changed-2", "https://example.com/changed-3,taken by blanks");
        Assert.Contains("\"created\":2,\"existed\":0,\"failed\":1", (await RunAsync("import", file, "--json")).Out, StringComparison.Ordinal);
        await WriteAsync("changed.csv", "alias,url", "changed-3,https://example.com/changed-3", ",https://example.com/changed-1", "changed-2,https://example.com/changed-2", ",https://example.com/changed-1");
        var mended = await RunAsync("import", file, "--json");
        Assert.Equal(ExitCode.Ok, mended.ExitCode);
        Assert.Contains("\"total\":4,\"created\":4,\"existed\":0,\"failed\":0", mended.Out, StringComparison.Ordinal);
        using var service = new TestClient(app.Address, app.AdminKey);
        var urls = await service.Client.Links.ListAsync(Cancelled).Select(link => link.Url).Where(url => url.Contains("/changed-", StringComparison.Ordinal)).ToListAsync(Cancelled);
        Assert.Equal(["1", "1", "2", "3"], urls.Select(url => url[^1..]).Order());
    }

    [Fact]
    public async Task Tries_again_what_has_failed_once_its_cause_is_gone_and_makes_nothing_twice()
    {
        using var service = new TestClient(app.Address, app.AdminKey);
        await service.Client.Links.CreateAsync(new NewLink { Url = "https://example.com/other", Alias = "in-the-way" }, Cancelled);
        var file = await WriteAsync("again.csv", "url,alias", "https://example.com/again,in-the-way", "https://example.com/again,");
        Assert.Equal(ExitCode.Failed, (await RunAsync("import", file)).ExitCode);
        await service.Client.Links.ChangeAsync("in-the-way", new LinkChange { Url = "https://example.com/again" }, Cancelled);
        var again = await RunAsync("import", file, "--json");
        Assert.Equal(ExitCode.Ok, again.ExitCode);
        Assert.Contains("\"total\":2,\"created\":1,\"existed\":1,\"failed\":0", again.Out, StringComparison.Ordinal);
        Assert.Equal(2, await service.Client.Links.ListAsync(Cancelled).CountAsync(link => link.Url == "https://example.com/again", Cancelled));
    }

    [Theory]
    [InlineData("no-url.csv", "alias\nabcd\n", "has no column with the URLs")]
    [InlineData("unknown.csv", "url,keyword\nhttps://example.com,abcd\n", "Nobody knows what the column 'keyword' means")]
    [InlineData("unknown.jsonl", """{"url":"https://example.com","keyword":"abcd"}""", "Nobody knows what the column 'keyword' means")]
    [InlineData("twice.csv", "url,alias,Alias\nhttps://example.com,abcd,abcd\n", "has the column 'alias' twice")]
    [InlineData("empty.csv", "\n\n", "it is empty")]
    public async Task Refuses_a_file_that_is_no_list_of_links_before_anything_is_sent(string name, string content, string reason)
    {
        await File.WriteAllTextAsync(folder.File(name), content, Cancelled);
        var refused = await RunAsync("import", folder.File(name));
        Assert.Equal((ExitCode.Usage, ""), (refused.ExitCode, refused.Out));
        Assert.Contains(reason, refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    public async Task What_was_exported_can_be_imported(string format)
    {
        using var other = await app.ClientAsync($"exporter-{format}", "links");
        using var admin = app.Admin();
        using var created = await admin.PostAsync("/api/keys", new { owner = $"exporter-{format}", scopes = new[] { "links" } });
        var key = created.Text("key");
        var file = await WriteAsync("urls.csv", ["url", .. Enumerable.Range(0, 1_200).Select(i => $"\"https://example.com/{format}?a={i},b\"")]);
        Assert.Equal(ExitCode.Ok, (await CliRun.OfAsync(app.Address, key, "import", file)).ExitCode);
        var export = folder.File($"export.{format}");
        var run = await CliRun.OfAsync(app.Address, key, "export", export);
        Assert.Equal((ExitCode.Ok, $"1200 links in {export}\n"), (run.ExitCode, run.Out));
        Assert.Equal(ExitCode.Usage, (await CliRun.OfAsync(app.Address, key, "export", export)).ExitCode);
        Assert.Equal(await File.ReadAllTextAsync(export, Cancelled), (await CliRun.OfAsync(app.Address, key, "export", "--format", format)).Out);
        var again = await CliRun.OfAsync(app.Address, key, "import", export, "--ignore", "createdAt", "--json");
        Assert.Contains("\"total\":1200,\"created\":0,\"existed\":1200,\"failed\":0", again.Out, StringComparison.Ordinal);
        Assert.Contains("not imported: shortUrl.", again.Error, StringComparison.Ordinal);
        using var service = new TestClient(app.Address, key);
        Assert.All((await service.Client.Links.ListAsync(Cancelled).ToListAsync(Cancelled)).GroupBy(link => link.Url), same => Assert.Single(same));
    }

    [Fact]
    public async Task An_export_that_was_interrupted_goes_on_where_it_was()
    {
        using var admin = app.Admin();
        using var created = await admin.PostAsync("/api/keys", new { owner = "interrupted", scopes = new[] { "links" } });
        var key = created.Text("key");
        var file = await WriteAsync("many.csv", ["url", .. Enumerable.Range(0, 2_500).Select(i => $"https://example.com/many/{i}")]);
        Assert.Equal(ExitCode.Ok, (await CliRun.OfAsync(app.Address, key, "import", file)).ExitCode);
        var whole = (await CliRun.OfAsync(app.Address, key, "export")).Out;
        await using var proxy = await KillingProxy.StartAsync(app.Address);
        foreach (var moment in Enum.GetValues<KillingProxy.Moment>())
        {
            CliProcess? tool = null;
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            proxy.Arm(2, moment, () =>
            {
                started.Task.Wait(Cancelled);
                tool!.Kill();
            });
            using (tool = new CliProcess(proxy.Address, key, "export", folder.File("many-out.csv"), "--overwrite"))
            {
                started.SetResult();
                await tool.EndAsync();
            }

            // Half a page more, as a kill within a write would leave it.
            await File.AppendAllTextAsync(folder.File("many-out.csv.part"), "torn", Cancelled);
        }

        proxy.Disarm();
        Assert.Equal(ExitCode.Ok, (await CliRun.OfAsync(proxy.Address, key, "export", folder.File("many-out.csv"), "--overwrite")).ExitCode);
        Assert.Equal(whole.Replace(app.Address.Authority, proxy.Address.Authority, StringComparison.Ordinal), await File.ReadAllTextAsync(folder.File("many-out.csv"), Cancelled));
        Assert.Equal(["many-out.csv"], Directory.GetFiles(folder.Path, "many-out*").Select(Path.GetFileName));
    }

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync(app.Address, app.AdminKey, arguments);

    private async Task<string> WriteAsync(string name, params string[] lines)
    {
        await File.WriteAllLinesAsync(folder.File(name), lines, Cancelled);
        return folder.File(name);
    }
}
