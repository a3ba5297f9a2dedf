using System.Text.Json;
using Serverless.Core.Tests.Node;
using Serverless.Core.UrlShortening.Clicks;

namespace Serverless.Core.Tests.UrlShortening.Clicks;

/// <summary>Who is a robot and who is not, held to lists that others keep.</summary>
public sealed class KnownRobotsTests
{
    private static readonly KnownRobots Robots = new();

    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]
    [InlineData("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36")]
    [InlineData("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)")]
    [InlineData("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)")]
    [InlineData("Twitterbot/1.0")]
    [InlineData("WhatsApp/2.23.20.0")]
    [InlineData("TelegramBot (like TwitterBot)")]
    [InlineData("Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)")]
    [InlineData("LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)")]
    [InlineData("Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.6099.28 Safari/537.36")]
    [InlineData("Mozilla/5.0 (compatible; GPTBot/1.1; +https://openai.com/gptbot)")]
    [InlineData("curl/8.5.0")]
    [InlineData("Wget/1.21.4")]
    [InlineData("python-requests/2.32.3")]
    [InlineData("Go-http-client/1.1")]
    [InlineData("UptimeRobot/2.0")]
    [InlineData("some-new-crawler/0.1 (+https://crawler.example/about)")]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void Knows_a_robot(string? userAgent) => Assert.True(Robots.Include(userAgent));

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/460.0.0.0;FBBV/590;FBDV/iPhone14,5]")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36")]
    [InlineData("Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.16")]
    public void Takes_a_browser_for_a_person(string userAgent) => Assert.False(Robots.Include(userAgent));

    [Fact]
    public void Takes_the_most_common_browsers_for_people()
    {
        NodePackages.Install();
        var browsers = JsonSerializer.Deserialize<string[]>(File.ReadAllText(PackageFile("top-user-agents", "src", "index.json")))!;
        Assert.NotEmpty(browsers);
        Assert.DoesNotContain(browsers, Robots.Include);
    }

    [Fact]
    public void Knows_nearly_all_that_another_list_calls_robots()
    {
        NodePackages.Install();
        using var list = JsonDocument.Parse(File.ReadAllText(PackageFile("crawler-user-agents", "crawler-user-agents.json")));
        var names = list.RootElement.EnumerateArray()
            .SelectMany(robot => robot.TryGetProperty("instances", out var instances) ? instances.EnumerateArray().Select(name => name.GetString()!) : [])
            .ToArray();
        Assert.True(names.Length > 2_000);
        Assert.InRange(names.Count(name => !Robots.Include(name)), 0, names.Length / 100);
    }

    [Fact]
    public void Has_the_list_of_the_package()
    {
        var folder = NodePackages.FolderOf("../src/Core/UrlShortening/Clicks/Robots");
        NodePackages.Install(folder);
        var module = File.ReadAllText(Path.Combine(folder, "node_modules", "isbot", "index.mjs"));
        var (start, end) = (module.IndexOf('[', StringComparison.Ordinal), module.IndexOf("\n];", StringComparison.Ordinal) + 2);
        var patterns = JsonSerializer.Deserialize<string[]>(module[start..end])!;
        Assert.True(patterns.SequenceEqual(File.ReadAllLines(Path.Combine(folder, "robots.txt"))), $"robots.txt is not the list of the package: npm run list in {folder}.");
    }

    [Fact]
    public void Judges_a_name_of_any_length_in_no_time()
    {
        foreach (var part in new[] { "a", " ", "1.", "Mozilla/5.0 (", "\t", "bot", "ü" })
        {
            Robots.Include(string.Concat(Enumerable.Repeat(part, 8_000)));
        }
    }

    private static string PackageFile(string package, params string[] path) => Path.Combine([NodePackages.Folder, "node_modules", package, .. path]);
}
