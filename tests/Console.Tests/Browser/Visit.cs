using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;

namespace Serverless.Console.Tests.Browser;

/// <summary>A user at the console: finds things by what they are called, and notes what the browser complains of.</summary>
public sealed class Visit
{
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentQueue<string> strangers = new();
    private readonly HashSet<string> expected = [];

    public Visit(ConsoleApp console, IPage page, Look look)
    {
        (Console, Page, Look) = (console, page, look);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(console.App.Address.AbsoluteUri, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                strangers.Enqueue(request.Url);
            }
        };
    }

    public ConsoleApp Console { get; }

    public IPage Page { get; }

    public Look Look { get; }

    public ILocator Status => Page.Locator(".announcements");

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = true });

    public ILocator Title(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true, Level = 1 });

    public ILocator Section(string title) => Page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });

    /// <summary>A tile's number.</summary>
    public ILocator Tile(string label) => Page.Locator(".tile").Filter(new() { Has = Page.GetByText(label, new() { Exact = true }) }).Locator("dd");

    /// <summary>The browser itself logs a refused request: one of this status is part of the test.</summary>
    public void Expects(HttpStatusCode status) =>
        expected.Add(string.Create(CultureInfo.InvariantCulture, $"the server responded with a status of {(int)status} "));

    /// <summary>The browser logs that a sandboxed page may run no script: that is part of the test.</summary>
    public void ExpectsNoScript() => expected.Add("sandboxed");

    /// <summary>The same of a request that reaches no server.</summary>
    public void ExpectsNoAnswer() => expected.Add("net::ERR_FAILED");

    public async Task SignInAsync(string key)
    {
        await Field("API key").FillAsync(key);
        await Button("Sign in").ClickAsync();
        await Assertions.Expect(Button("Sign out")).ToBeVisibleAsync();
    }

    /// <summary>Signs in, and goes to the links.</summary>
    /// <param name="key">Null for the admin key.</param>
    public async Task EnterAsync(string? key = null)
    {
        await EnterAtAsync("/links", key);
        await Assertions.Expect(Title("Links")).ToBeVisibleAsync();
    }

    /// <summary>Goes to a page by its address.</summary>
    public Task GoAsync(string path) => Page.GotoAsync($"{Console.ConsoleUrl}#{path}");

    /// <summary>Signs in, and goes to a page by its address.</summary>
    /// <param name="key">Null for the admin key.</param>
    public async Task EnterAtAsync(string path, string? key = null)
    {
        await SignInAsync(key ?? Console.App.AdminKey);
        await GoAsync(path);
    }

    /// <summary>How many requests to the API a step makes, while what it leads to appears.</summary>
    public async Task<int> CountRequestsAsync(Func<Task> step)
    {
        var count = 0;
        void Note(object? sender, IRequest request) => count += request.Url.Contains("/api/", StringComparison.Ordinal) ? 1 : 0;
        Page.Request += Note;
        await step();
        Page.Request -= Note;
        return count;
    }

    /// <summary>Clicks, and waits until the server has answered what is put.</summary>
    public Task PutAsync(string button) => Page.RunAndWaitForResponseAsync(() => Button(button).ClickAsync(), response => response.Request.Method == "PUT");

    public async Task IsToldAsync(string text) => await Assertions.Expect(Status).ToContainTextAsync(text);

    /// <summary>Clicks what asks for a confirmation, and confirms.</summary>
    public async Task ConfirmAsync(string button, string confirm)
    {
        await Button(button).ClickAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = confirm, Exact = true }).ClickAsync();
    }

    /// <summary>Holds a field to show what the server refused about it.</summary>
    public async Task IsRefusedAsync(string label, string reason)
    {
        await Assertions.Expect(Field(label)).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(Field(label)).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex(System.Text.RegularExpressions.Regex.Escape(reason)));
    }

    public void EndedWell()
    {
        Assert.DoesNotContain(complaints, text => !expected.Any(text.Contains));
        Assert.Empty(strangers);
    }
}
