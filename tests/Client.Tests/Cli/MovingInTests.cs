using Serverless.Cli.Commands;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Cli;

/// <summary>Files as other products write them, with the rows that their trackers complain of: every slug that can live here does, and nothing is dropped without a word.</summary>
public sealed class MovingInTests(RunningApp app) : IClassFixture<RunningApp>, IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Moves_in_from_YOURLS()
    {
        var run = await ImportAsync(
            "yourls", "yourls.csv",
            "\uFEFFkeyword,url,title,timestamp,ip,clicks",
            "y,https://example.com/?a=1&b=2,\"Say \"\"hi\"\", please\",2019-03-04 10:11:12,192.0.2.1,42",
            "",
            "ozh4ever,\"https://example.com/a,b\",\"Two\nlines\",2020-01-02 00:00:00,192.0.2.1,0",
            "abc.def,https://example.com/dots,,2020-01-02 00:00:00,192.0.2.1,7",
            "y,https://example.com/other,,2020-01-02 00:00:00,192.0.2.1,7",
            "late1,https://example.com/,,03/04/2020,192.0.2.1,1",
            "");
        Assert.Contains("\"total\":5,\"created\":2,\"existed\":0,\"failed\":3,\"changed\":1", run.Out, StringComparison.Ordinal);
        Assert.Contains("not imported: ip.", run.Error, StringComparison.Ordinal);
        var link = await FindAsync("y");
        Assert.Equal(("https://example.com/?a=1&b=2", new DateTimeOffset(2019, 3, 4, 10, 11, 12, TimeSpan.Zero), 42, 0), (link.Url, link.CreatedAt, link.Clicks, link.Bots));
        Assert.InRange(link.ExpiresAt, TimeProvider.System.GetUtcNow().AddDays(3_650), TimeProvider.System.GetUtcNow().AddDays(3_653));
        Assert.Equal("Say \"hi\", please", link.Title);
        Assert.Equal(("https://example.com/a,b", "Two lines"), ((await FindAsync("ozh4ever")).Url, (await FindAsync("ozh4ever")).Title));
        await AssertResultsAsync("yourls.csv", "2,created,y,", "4,created,ozh4ever,", "6,failed,,,\"alias may hold only", "7,failed,,,The alias 'y' is taken", "8,failed,,,\"createdAt is '03/04/2020'");
    }

    [Fact]
    public async Task Moves_in_from_Shlink()
    {
        var run = await ImportAsync(
            "shlink", "short_urls.csv",
            "createdAt,title,shortUrl,domain,shortCode,longUrl,tags,visits",
            "2021-05-06T07:08:09+02:00,,https://s.test/sh1,,sh1,https://example.com/shlink,news|2021,12",
            "2021-05-06T07:08:09+02:00,,https://s.test/a/b,,a/b,https://example.com/deep,,3",
            "2021-05-06T07:08:09+02:00,,https://s.test/sh2,,sh2,https://example.com/caf\u00e9?q=\U0001F680 x,,0");
        Assert.Contains("\"total\":3,\"created\":2,\"existed\":0,\"failed\":1,\"changed\":1", run.Out, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2021, 5, 6, 5, 8, 9, TimeSpan.Zero), (await FindAsync("sh1")).CreatedAt);
        Assert.Equal(["2021", "news"], (await FindAsync("sh1")).Tags.Order());
        Assert.Equal("https://example.com/caf%C3%A9?q=%F0%9F%9A%80%20x", (await FindAsync("sh2")).Url);
        await AssertResultsAsync("short_urls.csv", "2,created,sh1,", "3,failed,,,\"alias may hold only", "4,created,sh2,");
    }

    [Fact]
    public async Task Moves_in_from_Kutt()
    {
        await File.WriteAllTextAsync(
            folder.File("kutt.json"),
            """
            {"limit":10,"skip":0,"total":3,"data":[
              {"id":"1","address":"kutt-1","target":"https://example.com/k1","description":"One","created_at":"2022-01-01T10:00:00.000Z","visit_count":5,"password":false,"banned":false,"expire_in":null,"email":"anna@example.com"},
              {"id":"2","address":"kutt-2","target":"https://example.com/k2","created_at":"2022-01-01T10:00:00.000Z","visit_count":5,"password":true,"banned":false},
              {"id":"3","address":"kutt-3","target":"https://пример.рф/k3","created_at":"2022-01-01T10:00:00.000Z","visit_count":0,"banned":true}]}
            """,
            Cancelled);
        var run = await CliRun.OfAsync(app.Address, app.AdminKey, "import", folder.File("kutt.json"), "--from", "kutt", "--json");
        Assert.Contains("\"total\":3,\"created\":1,\"existed\":0,\"failed\":2,\"changed\":1", run.Out, StringComparison.Ordinal);
        Assert.Equal(("anna-example.com", "One"), ((await FindAsync("kutt-1")).Owner, (await FindAsync("kutt-1")).Title));
        await AssertResultsAsync("kutt.json", "1,created,kutt-1,", "2,failed,,,\"has password, which no link here can have", "3,failed,,,\"has banned, which no link here can have");
    }

    [Fact]
    public async Task Moves_in_from_Dub()
    {
        var run = await ImportAsync(
            "dub", "dub.csv",
            "Short link,Destination URL,Clicks,Leads,Sales,Created at,Tags",
            "https://dub.test/spring,https://example.com/spring,1000,1,0,2024-02-29T12:00:00.000Z,\"news,2024\"",
            "https://dub.test/Case-Sensitive,https://example.com/case,0,0,0,2024-02-29T12:00:00.000Z,",
            "https://dub.test/,https://example.com/root,0,0,0,2024-02-29T12:00:00.000Z,");
        Assert.Contains("\"total\":3,\"created\":3,\"existed\":0,\"failed\":0", run.Out, StringComparison.Ordinal);
        Assert.Contains("not imported: Leads, Sales.", run.Error, StringComparison.Ordinal);
        Assert.Equal(1_000, (await FindAsync("spring")).Clicks);
        Assert.Equal("https://example.com/case", (await FindAsync("Case-Sensitive")).Url);
    }

    [Fact]
    public async Task Moves_in_from_Bitly_with_all_slugs_of_a_link()
    {
        var run = await ImportAsync(
            "bitly", "bitly.csv",
            "Created;Title;Long URL;Bitlink;Custom back-half;Tags;Total clicks",
            "2018-09-10T11:12:13+0000;\"A; b\";https://example.com/bitly;bit.ly/2AbCdEf;https://bit.ly/our-launch;;77",
            "2018-09-10T11:12:13+0000;;https://example.com/plain;https://bit.ly/3XyZ987;;;0");
        Assert.Contains("\"total\":3,\"created\":3,\"existed\":0,\"failed\":0", run.Out, StringComparison.Ordinal);
        Assert.Equal("https://example.com/bitly", (await FindAsync("2AbCdEf")).Url);
        Assert.Equal("https://example.com/bitly", (await FindAsync("our-launch")).Url);
        Assert.Equal("https://example.com/plain", (await FindAsync("3XyZ987")).Url);
    }

    [Fact]
    public async Task Reads_columns_of_any_name_once_it_is_told_what_they_mean_and_headers_with_blanks()
    {
        await File.WriteAllLinesAsync(folder.File("own.csv"), ["Ziel ; Kurz ; Notiz", "https://example.com/own;eigen;egal"], Cancelled);
        var refused = await CliRun.OfAsync(app.Address, app.AdminKey, "import", folder.File("own.csv"), "--map", "url=Ziel", "--map", "alias=kurz");
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("'Notiz'", refused.Error, StringComparison.Ordinal);
        var run = await CliRun.OfAsync(app.Address, app.AdminKey, "import", folder.File("own.csv"), "--map", "url=Ziel", "--map", "alias=kurz", "--ignore", "Notiz");
        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Error));
        Assert.Equal("https://example.com/own", (await FindAsync("eigen")).Url);
    }

    [Fact]
    public async Task Says_by_a_dry_run_what_would_be_made_changed_and_refused_and_makes_nothing()
    {
        using var service = new TestClient(app.Address, app.AdminKey);
        await service.Client.Links.CreateAsync(new NewLink { Url = "https://example.com/there", Alias = "dry-there" }, Cancelled);
        string[] lines =
        [
            "url,alias,expiresAt", "https://example.com/new,dry-new,", "https://example.com/\u00fc,dry-changed,", "https://example.com/there,dry-there,", "https://example.com/other,dry-there,",
            "https://example.com/new,api,", "https://example.com/again,dry-new,", "https://example.com/past,dry-past,2020-01-01", "https://example.com/drawn,,",
        ];
        await File.WriteAllLinesAsync(folder.File("dry.csv"), lines, Cancelled);
        var run = await CliRun.OfAsync(app.Address, app.AdminKey, "import", folder.File("dry.csv"), "--dry-run", "--json");
        Assert.Contains("\"total\":8,\"created\":3,\"existed\":1,\"failed\":4,\"changed\":1", run.Out, StringComparison.Ordinal);
        var rows = (await File.ReadAllLinesAsync(folder.File("dry.csv.dry-run.csv"), Cancelled))[1..];
        string[] expected = ["2,created,dry-new,", "3,created,dry-changed,", "4,existed,dry-there,", "5,failed,,,The alias 'dry-there' is taken", "6,failed,,,alias is a reserved word.", "7,failed,,,The alias 'dry-new' is taken by line 2.", "8,failed,,,expiresAt ", "9,created,,,,"];
        Assert.All(expected.Zip(rows), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.EndsWith("The URL was written as https://example.com/%C3%BC.", rows[1], StringComparison.Ordinal);
        Assert.Null(await service.Client.Links.FindAsync("dry-new", Cancelled));
        Assert.False(File.Exists(folder.File("dry.csv.slctl-import")));
    }

    private async Task<CliRun> ImportAsync(string source, string name, params string[] lines)
    {
        await File.WriteAllTextAsync(folder.File(name), string.Join('\n', lines), Cancelled);
        return await CliRun.OfAsync(app.Address, app.AdminKey, "import", folder.File(name), "--from", source, "--json");
    }

    private async Task<ShortLink> FindAsync(string key)
    {
        using var service = new TestClient(app.Address, app.AdminKey);
        var owner = (await service.Client.Links.FindAsync(key, Cancelled))!.Owner;
        return (await service.Client.Links.ListPageOfAsync(owner, cancellationToken: Cancelled)).Links.Single(link => link.Key == key);
    }

    private async Task AssertResultsAsync(string name, params string[] starts)
    {
        var rows = (await File.ReadAllTextAsync(folder.File(name + ".results.csv"), Cancelled)).Split('\n')[1..];
        Assert.All(starts.Zip(rows), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }
}
