using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests;

/// <summary>Every page in every look: no violation that axe finds, nothing wider than the screen, and a picture of it.</summary>
public sealed partial class ScreensTests(ConsoleApp console)
{
    private static readonly SemaphoreSlim Filling = new(1);
    private static string? filledKey;

    [Theory]
    [MemberData(nameof(Look.All), MemberType = typeof(Look))]
    public async Task Every_page_is_accessible_and_fits(string look)
    {
        var key = await FillAsync();
        await console.VisitAsync(Look.Named(look), async visit =>
        {
            visit.Expects(HttpStatusCode.Unauthorized);
            visit.Expects(HttpStatusCode.NotFound);
            visit.Expects(HttpStatusCode.BadRequest);
            visit.Expects(HttpStatusCode.Gone);
            await KeepAsync(visit, "sign-in");
            await visit.Field("API key").FillAsync("wrong");
            await visit.Button("Sign in").ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
            await KeepAsync(visit, "sign-in-refused");
            await visit.SignInAsync(key);
            foreach (var (name, path, steps) in Screens().Where(screen => IsWanted(screen.Name)))
            {
                await visit.GoAsync(path);
                await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
                await steps(visit);
                await Expect(visit.Page.Locator(".loading")).ToHaveCountAsync(0);
                await KeepAsync(visit, name);
            }
        });
    }

    // All of them, but for whoever works at one: the variable CONSOLE_SCREENS names some, with commas between.
    private static bool IsWanted(string name) =>
        Environment.GetEnvironmentVariable("CONSOLE_SCREENS") is not { Length: > 0 } wanted || wanted.Split(',').Contains(name);

    // Not one by its name: what other tests make meanwhile may push it to the next page.
    private static ILocator FirstOfList(Visit visit) => visit.Page.Locator("main .row").First;

    private static IEnumerable<(string Name, string Path, Func<Visit, Task> Steps)> Screens()
    {
        yield return ("overview", "/overview", visit => Expect(visit.Section("Health")).ToBeVisibleAsync());
        yield return ("links", "/links", visit => Expect(visit.Link("winter-sale")).ToBeVisibleAsync());
        yield return ("link", "/links/winter-sale", async visit =>
        {
            await Expect(visit.Tile("Clicks in all")).ToBeVisibleAsync();
            await Expect(visit.Page.Locator(".qr img")).ToBeVisibleAsync();
        }
        );
        yield return ("delete", "/links/winter-sale?again", async visit =>
        {
            await visit.Button("Delete").ClickAsync();
            await Expect(visit.Dialog).ToBeVisibleAsync();
        }
        );
        yield return ("link-missing", "/links/no-such-link", visit => Expect(visit.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync());
        yield return ("rules", "/limits/rules", visit => Expect(FirstOfList(visit)).ToBeVisibleAsync());
        yield return ("rule", "/limits/rules/webshop-search", visit => Expect(visit.Button("Save rule")).ToBeVisibleAsync());
        yield return ("callers", "/limits/callers", visit => Expect(visit.Section("Callers")).ToContainTextAsync("gold"));
        yield return ("rule-left", "/limits/rules/webshop-search?left", async visit =>
        {
            await Expect(visit.Tile("Allowed")).ToBeVisibleAsync();
            await visit.Field("Caller, by user").FillAsync("ann");
            await visit.Button("Look up").ClickAsync();
            await Expect(visit.Section("What a caller has left")).ToContainTextAsync("Whole again");
        }
        );
        yield return ("rule-refused", "/limits/new-rule", async visit =>
        {
            await visit.Field("Name").FillAsync("new rule");
            await visit.Button("Create rule").ClickAsync();
            await visit.IsRefusedAsync("Requests", "must be");
        }
        );
        yield return ("apis", "/limits/apis", visit => Expect(FirstOfList(visit)).ToBeVisibleAsync());
        yield return ("api", "/limits/apis/webshop", visit => Expect(visit.Button("Save API")).ToBeVisibleAsync());
        yield return ("check", "/limits/check?api=webshop&op=search", async visit =>
        {
            await visit.Field("Caller").FillAsync($"customer-{visit.Look}");
            await visit.Field("Repeat").SelectOptionAsync("10 a second");
            await visit.Button("Start").ClickAsync();
            await Expect(visit.Page.Locator(".verdict.bad")).ToBeVisibleAsync();
            await Expect(visit.Tile("Allowed")).Not.ToHaveTextAsync("0");
            await visit.Button("Stop").ClickAsync();
            await visit.Page.GetByText("Data as a table").ClickAsync();
        }
        );
        yield return ("topics", "/topics", async visit =>
        {
            await visit.Button("New topic").ClickAsync();
            await Expect(FirstOfList(visit)).ToBeVisibleAsync();
        }
        );
        yield return ("topic", "/topics/webshop-orders", async visit =>
        {
            await Expect(visit.Page.GetByText("waiting").First).ToBeVisibleAsync();
            await Expect(visit.Page.Locator("tbody tr").Nth(3)).ToBeAttachedAsync();
        }
        );
        yield return ("new-subscription", "/topics/webshop-orders/new-subscription", async visit =>
        {
            await visit.Field("Delivery").SelectOptionAsync("Push: sent to an endpoint");
            await visit.Page.GetByText("Deadlines, retries and filter").ClickAsync();
            await visit.Button("Add one").ClickAsync();
        }
        );
        yield return ("subscription", "/topics/webshop-orders/subscriptions/billing", async visit =>
        {
            await Expect(visit.Tile("Dead letters")).Not.ToHaveTextAsync("0");
            await visit.Section("Dead letters").GetByText("Inspect").First.ClickAsync();
            await visit.Field("At most").FillAsync("2");
            await visit.Button("Pull").ClickAsync();
            await Expect(visit.Page.Locator(".message").First).ToBeVisibleAsync();
        }
        );
        yield return ("subscription-peeked", "/topics/webshop-orders/subscriptions/shipping", async visit =>
        {
            await visit.Button("Look").ClickAsync();
            await Expect(visit.Page.GetByText("waits for its turn").First).ToBeVisibleAsync();
        }
        );
        yield return ("skip", "/topics/webshop-orders/subscriptions/shipping?again", async visit =>
        {
            await visit.Field("Go to").SelectOptionAsync("the end: skip what waits");
            await visit.Button("Seek").ClickAsync();
            await Expect(visit.Dialog).ToBeVisibleAsync();
        }
        );
        yield return ("links-chosen", "/links?chosen", async visit =>
        {
            await visit.Field("Select all shown").CheckAsync();
            await Expect(visit.Page.GetByText("chosen", new() { Exact = false }).First).ToBeVisibleAsync();
        }
        );
        yield return ("links-found", "/links?found", async visit =>
        {
            await visit.Field("Search links").FillAsync("welcome");
            await Expect(visit.Page.GetByText("With this key")).ToBeVisibleAsync();
        }
        );
        yield return ("links-nothing", "/links?nothing", async visit =>
        {
            await visit.Field("Search links").FillAsync("no such thing");
            await Expect(visit.Page.GetByText("Nothing found")).ToBeVisibleAsync();
        }
        );
        yield return ("link-ended", "/links/ended-link", visit => Expect(visit.Button("Restore")).ToBeVisibleAsync());
        yield return ("keys", "/keys", visit => Expect(visit.Section("All keys").GetByText("webshop").First).ToBeVisibleAsync());
        yield return ("key-made", "/keys?made", async visit =>
        {
            await visit.Button("New key").ClickAsync();
            await visit.Page.GetByLabel("Check rate limits").CheckAsync();
            await visit.Button("Make key").ClickAsync();
            await Expect(visit.Section("The key's secret")).ToBeVisibleAsync();
        }
        );
        yield return ("new-key", "/keys?new", async visit =>
        {
            await visit.Button("New key").ClickAsync();
            await visit.Page.GetByLabel("Publish messages").CheckAsync();
        }
        );
        yield return ("audit", "/audit", visit => Expect(visit.Section("Changes").GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync());
        yield return ("missing", "/no/such/page", visit => Expect(visit.Title("No such page")).ToBeVisibleAsync());
        foreach (var screen in Dialogs().Concat(Odd()))
        {
            yield return screen;
        }
    }

    private static IEnumerable<(string Name, string Path, Func<Visit, Task> Steps)> Dialogs()
    {
        foreach (var (name, path, button) in ((string, string, string)[])
        [
            ("cancel-delayed", "/topics/webshop-orders?cancel", "Cancel message reminder-4801"),
            ("discard", "/topics/webshop-orders/subscriptions/billing?discard", "Discard all"),
            ("delete-topic", "/topics/webshop-orders?delete", "Delete"),
            ("delete-rule", "/limits/rules/webshop-search?delete", "Delete"),
        ])
        {
            yield return (name, path, async visit =>
            {
                await visit.Button(button).ClickAsync();
                await Expect(visit.Dialog).ToBeVisibleAsync();
            }
            );
        }
    }

    /// <summary>What is rare, answered in the server's place. Later ones keep the answers of those before.</summary>
    private static IEnumerable<(string Name, string Path, Func<Visit, Task> Steps)> Odd()
    {
        yield return ("subscription-pushed", "/topics/webshop-orders/subscriptions/mailer", async visit =>
        {
            await AnswerAsync(visit, "**/attempts?*", """
                {"items":[{"messageId":"order-4712","sequence":2,"at":"2026-11-23T10:00:02Z","attempt":1,"status":200,"fault":null,"duration":"PT0.012S","answer":null},
                 {"messageId":"order-4711","sequence":1,"at":"2026-11-23T10:00:01Z","attempt":3,"status":503,"fault":null,"duration":"PT1.5S","answer":"{\"error\":\"The service is being restarted, and takes no requests until that is done.\"}"},
                 {"messageId":"order-4711","sequence":1,"at":"2026-11-23T10:00:00Z","attempt":2,"status":null,"fault":"timeout","duration":"PT10S","answer":null}],
                 "continuation":null,"hint":"The subscription is paused: nothing is sent until it is resumed. Why it is paused: The endpoint answered 410 Gone."}
                """);
            await Expect(visit.Section("Attempts")).ToContainTextAsync("Why it is paused");
        }
        );
        yield return ("overview-attention", "/overview?attention", async visit =>
        {
            await AnswerAsync(visit, "**/api/overview", """
                {"dependencies":[{"name":"redis-counters","status":"unhealthy","latencyMs":5000},{"name":"storage","status":"degraded","latencyMs":812.4}],"minutes":[],
                 "attention":[{"kind":"dependency","resource":"dependency","name":"redis-counters","text":"redis-counters is unhealthy: Redis does not answer.","link":null},
                 {"kind":"paused-endpoint","resource":"subscription","name":"webshop-orders/mailer","text":"Subscription webshop-orders/mailer was paused: The endpoint answered 410 Gone. 12 messages wait until it is resumed.","link":"#/topics/webshop-orders/subscriptions/mailer"},
                 {"kind":"growing-backlog","resource":"subscription","name":"a-topic-with-a-very-long-name-that-has-no-end.production.europe-west/a-subscription-with-a-long-name","text":"It falls behind: 5,120 messages wait, more each minute.","link":"#/topics/webshop-orders"}]}
                """);
            await Expect(visit.Section("Needs attention")).ToContainTextAsync("410 Gone");
        }
        );
        foreach (var (name, path, title) in ((string, string, string)[])
        [
            ("links-empty", "/links?empty", "No links yet"), ("rules-empty", "/limits/rules?empty", "No rules"), ("apis-empty", "/limits/apis?empty", "No APIs"), ("callers-empty", "/limits/callers?empty", "No callers"),
            ("topics-empty", "/topics?empty", "No topics"), ("topic-empty", "/topics/webshop-orders?empty", "No subscriptions"), ("audit-empty", "/audit?empty", "No changes"),
        ])
        {
            yield return (name, path, async visit =>
            {
                await AnswerAsync(visit, Lists(), """{"items":[],"continuation":null}""");
                await Expect(visit.Page.Locator(".empty-title").First).ToContainTextAsync(title);
            }
            );
        }

        yield return ("topics-failed", "/topics?failed", async visit =>
        {
            visit.Expects(HttpStatusCode.ServiceUnavailable);
            await AnswerAsync(visit, Lists(), """{"type":"urn:problem-type:serverless:unavailable","title":"A store does not answer.","status":503,"detail":"Try again in a moment."}""", 503);
            await Expect(visit.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Try again");
        }
        );
    }

    [GeneratedRegex("/api/(links|audit|topics|topics/[^/]+/(subscriptions|scheduled)|ratelimit/(rules|apis|callers))\\?")]
    private static partial Regex Lists();

    private static async Task AnswerAsync(Visit visit, string url, string body)
    {
        await visit.Page.RouteAsync(url, route => route.FulfillAsync(new() { ContentType = "application/json", Body = body }));
        await visit.Page.ReloadAsync();
    }

    private static async Task AnswerAsync(Visit visit, Regex url, string body, int status = 200)
    {
        await visit.Page.RouteAsync(url, route => route.FulfillAsync(new() { Status = status, ContentType = status == 200 ? "application/json" : "application/problem+json", Body = body }));
        await visit.Page.ReloadAsync();
    }

    private static async Task KeepAsync(Visit visit, string name)
    {
        var violations = await Axe.ViolationsAsync(visit.Page);
        Assert.True(violations.Length == 0, $"{name}: {string.Join('\n', violations)}");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than the screen.");
        // What has been announced would cover something.
        await visit.Status.EvaluateAsync("element => { element.style.visibility = 'hidden'; scrollTo(0, 0) }");
        await visit.Page.ScreenshotAsync(new() { Path = Pictures.PathOf(name, visit.Look), FullPage = true });
        if (DocumentedAs(name, visit.Look) is { } picture && Pictures.DocumentedPathOf(picture) is { } path)
        {
            await visit.Page.ScreenshotAsync(new() { Path = path, FullPage = true });
        }

        await visit.Status.EvaluateAsync("element => { element.style.visibility = '' }");
    }

    private static string? DocumentedAs(string name, Look look) => (name, look) switch
    {
        ("link", { IsDark: false, IsPhone: false }) => "link",
        ("check", { IsDark: true, IsPhone: false }) => "check",
        ("topic", { IsDark: false, IsPhone: false }) => "topic",
        ("links", { IsDark: true, IsPhone: true }) => "phone",
        _ => null,
    };

    /// <summary>Makes what the pages show, once, and a key of whoever owns it.</summary>
    private async Task<string> FillAsync()
    {
        await Filling.WaitAsync();
        try
        {
            return filledKey ??= await new ShownData(console.App).MakeAsync();
        }
        finally
        {
            Filling.Release();
        }
    }
}
