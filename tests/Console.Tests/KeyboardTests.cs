using Microsoft.Playwright;
using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests;

/// <summary>The console without a mouse.</summary>
public sealed class KeyboardTests(ConsoleApp console)
{
    [Fact]
    public Task A_link_is_made_and_deleted_by_keyboard_alone() => console.VisitAsync(Look.Desktop, async visit =>
    {
        var keyboard = visit.Page.Keyboard;
        await TabToAsync(visit, visit.Field("API key"));
        await keyboard.TypeAsync(console.App.AdminKey);
        await keyboard.PressAsync("Enter");
        await Expect(visit.Title("Overview")).ToBeFocusedAsync();
        await TabToAsync(visit, visit.Link("Links"));
        await keyboard.PressAsync("Enter");
        await Expect(visit.Title("Links")).ToBeFocusedAsync();

        await visit.Page.ReloadAsync();
        await Expect(visit.Title("Links")).ToBeVisibleAsync();
        await keyboard.PressAsync("Tab");
        await Expect(visit.Link("Skip to the content")).ToBeFocusedAsync();
        await Expect(visit.Link("Skip to the content")).ToBeInViewportAsync();
        await keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
        await keyboard.PressAsync("Tab");
        await Expect(visit.Field("Long URL")).ToBeFocusedAsync();
        await Expect(visit.Field("Long URL")).ToHaveCSSAsync("outline-style", "solid");

        await keyboard.TypeAsync("https://example.com/by-keyboard");
        await TabToAsync(visit, visit.Page.Locator("summary").First);
        await keyboard.PressAsync("Enter");
        await TabToAsync(visit, visit.Field("Alias"));
        await keyboard.TypeAsync("by-keyboard");
        await keyboard.PressAsync("Enter");
        await visit.IsToldAsync("/by-keyboard");

        await TabToAsync(visit, visit.Link("Details and QR code"));
        await keyboard.PressAsync("Enter");
        await Expect(visit.Title("by-keyboard")).ToBeFocusedAsync();
        await TabToAsync(visit, visit.Button("Delete"));
        await keyboard.PressAsync("Enter");
        await Expect(visit.Button("Cancel")).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");
        await Expect(visit.Dialog).ToBeHiddenAsync();
        await Expect(visit.Button("Delete")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await TabToAsync(visit, visit.Button("Delete link"));
        await keyboard.PressAsync("Enter");
        await visit.IsToldAsync("Link by-keyboard deleted.");
        await Expect(visit.Title("Links")).ToBeFocusedAsync();
    });

    /// <summary>A dialog's close event comes a task after its closing: whoever asks again before it does must get the dialog.</summary>
    [Fact]
    public Task A_question_asked_again_at_once_is_shown_again() => console.VisitAsync(Look.Desktop, async visit =>
    {
        using var admin = console.App.Admin();
        using var made = await admin.PostAsync("/api/links", new { url = "https://example.com/asked-again", alias = "asked-again" });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        await visit.EnterAtAsync("/links/asked-again");
        await visit.Button("Delete").ClickAsync();
        await Expect(visit.Dialog).ToBeVisibleAsync();
        await visit.Page.EvaluateAsync("""
            new Promise(resolve => {
              const dialog = document.querySelector('dialog')
              dialog.addEventListener('close', () => setTimeout(resolve))
              dialog.close()
              dialog.previousElementSibling.click()
            })
            """);
        await Expect(visit.Dialog).ToBeVisibleAsync();
        await visit.Button("Delete link").ClickAsync();
        await visit.IsToldAsync("Link asked-again deleted.");
    });

    /// <summary>Presses Tab until the focus is there, as often as a patient user would.</summary>
    private static async Task TabToAsync(Visit visit, ILocator place)
    {
        await Expect(place).ToBeVisibleAsync();
        for (var pressed = 0; pressed < 40; pressed++)
        {
            if (await place.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await visit.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{place} cannot be reached by Tab.");
    }
}
