using System.Globalization;
using System.Text;
using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests;

/// <summary>
/// Measures, and does not judge: how soon each page shows what it is for, with 140,000 links, 500 topics and 200 rules in the
/// store. Run by name with <c>-explicit only</c>; the table is in <c>TestResults/console/first-paint.md</c>.
/// </summary>
public sealed class FirstPaintTests(ConsoleApp console)
{
    private const int Visits = 3;

    // When nothing loads any more, and the browser has drawn that.
    private const string IsUseful = """
        selector => new Promise((resolve, reject) => {
          setTimeout(() => reject(new Error(`${selector} does not appear`)), 30000)
          const look = () => document.querySelector(selector) && !document.querySelector('.loading')
            ? requestAnimationFrame(() => resolve(performance.now() - (window.began ?? 0)))
            : requestAnimationFrame(look)
          look()
        })
        """;

    private static readonly (string Path, string Useful)[] Pages =
    [
        ("/overview", ".figures"), ("/links", ".link-row"), ($"/links/{ManyThings.SoughtLink}", ".qr img"), ("/limits/rules", ".rule-row"), ("/limits/rules/zz-many-7", "form"), ("/limits/apis", ".row"),
        ("/limits/callers", ".row, .empty"), ("/limits/check", "form"), ("/topics", ".topic-row"), ("/topics/zz-many-7", ".subscription-row"), ("/topics/zz-many-7/subscriptions/reader", ".tile"),
        ("/keys", ".key-row, .empty"), ("/audit", ".change-row"),
    ];

    [Fact(Explicit = true)]
    public async Task Each_page_with_many_links_topics_and_rules()
    {
        await ManyThings.MakeAsync(console.App);
        var report = new StringBuilder("| page | loaded anew (ms) | come to (ms) | requests |\n|---|---|---|---|\n");
        await console.VisitAsync(Look.Desktop, async visit =>
        {
            await visit.EnterAsync();
            foreach (var (path, useful) in Pages)
            {
                var (anew, come, requests) = (new List<double>(), new List<double>(), 0);
                for (var i = 0; i < Visits; i++)
                {
                    await visit.GoAsync("/no/such/page");
                    await visit.Page.ReloadAsync();
                    await Expect(visit.Title("No such page")).ToBeVisibleAsync();
                    requests = await visit.CountRequestsAsync(async () =>
                    {
                        await visit.Page.EvaluateAsync("path => { window.began = performance.now(); location.hash = '#' + path }", path);
                        come.Add(await visit.Page.EvaluateAsync<double>(IsUseful, useful));
                    });
                    await visit.Page.ReloadAsync();
                    anew.Add(await visit.Page.EvaluateAsync<double>(IsUseful, useful));
                }

                report.AppendLine(CultureInfo.InvariantCulture, $"| {path} | {Median(anew):F0} | {Median(come):F0} | {requests} |");
                await KeepAsync(report);
            }

            await visit.GoAsync("/links");
            await Expect(visit.Link(ManyThings.SoughtLink)).ToHaveCountAsync(0);
            var clock = TimeProvider.System.GetTimestamp();
            var sent = await visit.CountRequestsAsync(async () =>
            {
                await visit.Field("Search links").FillAsync(ManyThings.SoughtLink);
                await Expect(visit.Link(ManyThings.SoughtLink)).ToBeVisibleAsync();
            });
            report.AppendLine(CultureInfo.InvariantCulture, $"| an exact key found | | {TimeProvider.System.GetElapsedTime(clock).TotalMilliseconds:F0} | {sent} |");
        });
        await KeepAsync(report);
        TestContext.Current.TestOutputHelper!.WriteLine(report.ToString());
    }

    private static Task KeepAsync(StringBuilder report)
    {
        var file = Path.Combine(Path.GetDirectoryName(Pictures.PathOf("first-paint", Look.Desktop))!, "first-paint.md");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return File.WriteAllTextAsync(file, report.ToString(), TestContext.Current.CancellationToken);
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
