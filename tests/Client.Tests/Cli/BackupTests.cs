using System.Globalization;
using Serverless.Cli.Commands;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Cli;

/// <summary>What is exported for a backup comes back into an empty deployment as it was. <c>BACKUP_LINKS</c> asks for another number of links.</summary>
public sealed class BackupTests(RunningApp app) : IClassFixture<RunningApp>, IDisposable
{
    private const int Owners = 50;

    private static readonly int Links = int.TryParse(Environment.GetEnvironmentVariable("BACKUP_LINKS"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 100_000;
    private static readonly DateTimeOffset Now = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    private readonly TempFolder folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Restores_every_link_under_its_key_so_that_the_next_backup_is_the_same()
    {
        var backup = folder.File("backup.jsonl");
        await File.WriteAllLinesAsync(backup, Enumerable.Range(0, Links).Select(Line).Order(StringComparer.Ordinal), Cancelled);
        var restored = await CliRun.OfAsync(app.Address, app.AdminKey, "import", backup, "--parallel", "8", "--json");
        Assert.Equal((ExitCode.Ok, ""), (restored.ExitCode, restored.Error));
        Assert.Contains($"\"total\":{Links},\"created\":{Links},", restored.Out, StringComparison.Ordinal);

        var again = folder.File("again.jsonl");
        Assert.Equal(ExitCode.Ok, (await CliRun.OfAsync(app.Address, app.AdminKey, "export", again, "--all")).ExitCode);
        Assert.Equal(await File.ReadAllBytesAsync(backup, Cancelled), await File.ReadAllBytesAsync(again, Cancelled));
    }

    [Fact]
    public async Task Lets_an_admin_alone_list_what_belongs_to_others()
    {
        using var plain = await app.ClientAsync("plain", "links");
        foreach (var (owner, status) in new[] { ("*", 403), ("other", 403), ("plain", 200), ("no such name", 400) })
        {
            using var answer = await plain.GetAsync($"/api/links?owner={Uri.EscapeDataString(owner)}");
            Assert.Equal(status, (int)answer.Status);
        }
    }

    // In the order of keys, of which some are short, some look like those of the pool; every tenth has ended.
    private static string Line(int number)
    {
        var key = number % 3 == 0 ? $"{number:x}" : number % 3 == 1 ? $"Pool{number:D4}"[..8] + (number > 9_999 ? $"{number}" : "") : $"key_{number}-x";
        var created = Now.AddDays(-number % 2_000).AddMilliseconds(-number);
        var expires = Now.AddDays((number % 3_000) + 1);
        var ended = number % 10 == 0 ? $",\"endedAt\":\"{Text(Now.AddDays(-number % 20).AddSeconds(-number % 1_000))}\"" : "";
        var said = number % 4 == 0 ? $$""","title":"No. {{number}} | \"first\"","tags":["a|b","n{{number % 7}}"]""" + (number % 8 == 0 ? ",\"forwardQuery\":true" : "") : "";
        return $$"""{"key":"{{key}}","url":"https://example.com/{{number}}?q=%22&r='x'","owner":"owner-{{number % Owners}}","createdAt":"{{Text(created)}}","expiresAt":"{{Text(expires)}}"{{ended}},"redirect":{{(number % 2 == 0 ? 301 : 302)}},"clicks":{{number * 7L}},"bots":{{number % 5}}{{said}}}""";
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
