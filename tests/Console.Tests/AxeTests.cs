using Serverless.Console.Tests.Browser;

namespace Serverless.Console.Tests;

/// <summary>The check that every page must pass fails where it should.</summary>
public sealed class AxeTests(ConsoleApp console)
{
    [Fact]
    public Task Finds_what_is_wrong_with_a_page() => console.VisitAsync(Look.Desktop, async visit =>
    {
        await visit.EnterAsync();
        Assert.Empty(await Axe.ViolationsAsync(visit.Page));
        await visit.Page.EvaluateAsync("""
            const button = document.createElement('button')
            button.textContent = 'Hardly to be read'
            button.style = 'color: #777; background: #888'
            document.querySelector('main').append(button, document.createElement('img'))
            """);
        Assert.Equal(["color-contrast", "image-alt"], (await Axe.ViolationsAsync(visit.Page)).Select(violation => violation.Split(':')[0]));
    });
}
