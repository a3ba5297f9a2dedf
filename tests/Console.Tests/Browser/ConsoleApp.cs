using Microsoft.Playwright;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Console.Tests.Browser;

/// <summary>The running application and one browser, shared by every test; each visit is a user of its own in a window of its own.</summary>
public sealed class ConsoleApp : IAsyncLifetime
{
    // Tests share two cores with others: what is slow must not look wrong.
    private const float PatienceMs = 20_000;

    // As root Chromium has no sandbox; the rest keeps it from calling its maker's hosts.
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? playwright;
    private IBrowser? browser;
    private string? missing;

    public RunningApp App { get; } = new();

    public string ConsoleUrl => new Uri(App.Address, "/api/console").AbsoluteUri;

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        if (ManyThings.AreWanted)
        {
            await ManyThings.MakeAsync(App);
        }

        if (Chromium.Find() is not { } executable)
        {
            missing = "The console is tested with Chromium, which is not on PATH. Install it (Debian: apt-get install chromium).";
            return;
        }

        Assertions.SetDefaultExpectTimeout(PatienceMs);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments });
    }

    /// <summary>
    /// Opens the console as a new user, does the steps, and holds the page to have logged no error and called no other host. A
    /// failed visit leaves a picture. Without a browser the test is skipped, except in CI.
    /// </summary>
    public async Task VisitAsync(Look look, Func<Visit, Task> steps)
    {
        if (browser is null)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", missing);
            System.Console.Error.WriteLine($"Skipped. {missing}");
            Assert.Skip(missing!);
        }

        await using var context = await browser.NewContextAsync(look.Options());
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        context.SetDefaultTimeout(PatienceMs);
        var visit = new Visit(this, await context.NewPageAsync(), look);
        try
        {
            await visit.Page.GotoAsync(ConsoleUrl);
            await steps(visit);
            visit.EndedWell();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await visit.Page.ScreenshotAsync(new() { Path = Pictures.PathOf($"failed-{TestContext.Current.TestMethod?.MethodName}", look), FullPage = true });
            throw;
        }
    }

    /// <summary>Makes a key, and a client that uses it.</summary>
    public async Task<(ApiClient Client, string Key)> HolderAsync(string owner, params string[] scopes)
    {
        using var admin = App.Admin();
        using var made = await admin.PostAsync("/api/keys", new { owner, scopes });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return (new ApiClient(App.Address, made.Text("key")), made.Text("key"));
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        await App.DisposeAsync();
    }
}
