using System.Globalization;
using Serverless.Cli.Commands;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Cli;

/// <summary>
/// An import that is killed again and again, at moments chosen by a seed, makes each link exactly once. <c>IMPORT_LINKS</c>,
/// <c>KILLS</c> and <c>SEED</c> ask for another run.
/// </summary>
public sealed class ImportSurvivalTests(RunningApp app, ITestOutputHelper output) : IClassFixture<RunningApp>
{
    private static readonly int Links = Setting("IMPORT_LINKS", 3_000);
    private static readonly int Kills = Setting("KILLS", 8);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("links.csv")]
    [InlineData("links.jsonl")]
    public async Task Makes_each_link_exactly_once_though_it_is_killed_again_and_again(string name)
    {
        using var folder = new TempFolder();
        using var admin = app.Admin();
        using var created = await admin.PostAsync("/api/keys", new { owner = $"importer-{name}", scopes = new[] { "links" } });
        var key = created.Text("key");
        await File.WriteAllLinesAsync(folder.File(name), name.EndsWith("csv", StringComparison.Ordinal) ? Csv(name) : Json(name), Cancelled);
        var seed = Setting("SEED", Guid.NewGuid().GetHashCode() & int.MaxValue);
        var random = new Random(seed);
        await using var proxy = await KillingProxy.StartAsync(app.Address);
        var killed = 0;
        for (var i = 0; i < Kills; i++)
        {
            CliProcess? tool = null;
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            proxy.Arm(random.Next(1, Math.Max(2, Links / 100 / Kills)), (KillingProxy.Moment)random.Next(4), () =>
            {
                started.Task.Wait(Cancelled);
                tool!.Kill();
            });
            using (tool = new CliProcess(proxy.Address, key, "import", folder.File(name), "--ignore", "note", "--parallel", "3"))
            {
                started.SetResult();
                killed += (await tool.EndAsync()).ExitCode == ExitCode.Ok ? 0 : 1;
            }
        }

        proxy.Disarm();
        var last = await CliRun.OfAsync(proxy.Address, key, "import", folder.File(name), "--ignore", "note", "--json");
        output.WriteLine($"{Links} links, {killed} kills, seed {seed}: {last.Out}");
        Assert.Equal((ExitCode.Ok, ""), (last.ExitCode, last.Error));
        Assert.Equal(Kills, killed);
        await AssertEachOnceAsync(key, name);
        var again = await CliRun.OfAsync(proxy.Address, key, "import", folder.File(name), "--ignore", "note", "--json");
        Assert.Equal(last, again);
        Assert.Equal(Links + 1, (await File.ReadAllLinesAsync(folder.File($"{name}.results.csv"), Cancelled)).Length);
    }

    // Every tenth has an alias of its own; every seventh has the URL of its neighbour, and is a link of its own all the same.
    private static IEnumerable<string> Csv(string name) =>
        ["alias,note,url", .. Enumerable.Range(0, Links).Select(i => $"{(i % 10 == 0 ? $"csv-{i:D6}" : "")},\"a \"\"note\"\", {i}\",{UrlOf(name, i)}")];

    private static IEnumerable<string> Json(string name) =>
        Enumerable.Range(0, Links).Select(i => $$"""{"url":"{{UrlOf(name, i)}}"{{(i % 10 == 0 ? $",\"alias\":\"json-{i:D6}\"" : "")}}}""");

    private static string UrlOf(string name, int i) => $"https://example.com/{name}/{(i % 7 == 0 ? i + 1 : i)}";

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : usual;

    private async Task AssertEachOnceAsync(string key, string name)
    {
        using var service = new TestClient(app.Address, key);
        var links = await service.Client.Links.ListAsync(Cancelled).Select(link => link.Url).ToListAsync(Cancelled);
        Assert.Equal(Enumerable.Range(0, Links).Select(i => UrlOf(name, i)).Order(StringComparer.Ordinal), links.Order(StringComparer.Ordinal));
    }
}
