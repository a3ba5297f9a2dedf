using Serverless.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Serverless.Console.Tests.RateLimits;

/// <summary>APIs: making, changing and deleting them.</summary>
public sealed class ApisTests(ConsoleApp console)
{
    [Theory]
    [MemberData(nameof(Look.Extremes), MemberType = typeof(Look))]
    public Task Makes_changes_and_deletes_an_API_with_its_operations(string look) => console.VisitAsync(Look.Named(look), async visit =>
    {
        visit.Expects(HttpStatusCode.BadRequest);
        visit.Expects(HttpStatusCode.NotFound);
        var name = $"shop-{look}";
        await visit.EnterAsync();
        await visit.Link("Rate limits").ClickAsync();
        await visit.Link("APIs").ClickAsync();
        await visit.Link("New API").ClickAsync();
        await visit.Field("Name").FillAsync(name);
        await visit.Field("Upstream").FillAsync("ftp://example.com/");
        await visit.Field("Operation name").FillAsync("list");
        await visit.Field("Route").FillAsync("orders//x");
        await visit.Button("Create API").ClickAsync();
        await visit.IsRefusedAsync("Upstream", "must be");
        await visit.IsRefusedAsync("Route", "is no route");

        await visit.Field("Upstream").FillAsync("http://127.0.0.1:9/");
        await visit.Field("Route").FillAsync("orders");
        await visit.Field("Callers need an API key of this server").CheckAsync();
        await visit.Button("Add an operation").ClickAsync();
        await visit.Field("Operation name").Nth(1).FillAsync("read");
        await visit.Field("Method").Nth(1).SelectOptionAsync("Any");
        await visit.Field("Route").Nth(1).FillAsync("orders/{id}");
        await visit.Button("Create API").ClickAsync();
        await visit.IsToldAsync($"API {name} saved.");
        await HoldsAsync(name, """{"name":"NAME","upstream":"http://127.0.0.1:9/","operations":[{"op":"list","method":"GET","route":"orders"},{"op":"read","method":"*","route":"orders/{id}"}],"requireKey":true}""");

        await Expect(visit.Title($"API {name}")).ToBeVisibleAsync();
        await visit.Button("Remove operation 1").ClickAsync();
        await visit.Field("Upstream").FillAsync("");
        await visit.PutAsync("Save API");
        await Expect(visit.Field("Operation name")).ToHaveValueAsync("read");
        await visit.IsToldAsync($"API {name} saved.");
        await HoldsAsync(name, """{"name":"NAME","upstream":null,"operations":[{"op":"read","method":"*","route":"orders/{id}"}],"requireKey":true}""");

        await visit.Link("APIs").ClickAsync();
        await Expect(visit.Section("APIs")).ToContainTextAsync("1 operation");
        await visit.Link(name).ClickAsync();
        await visit.ConfirmAsync("Delete", "Delete API");
        await visit.IsToldAsync($"API {name} deleted.");
        using var admin = console.App.Admin();
        using var gone = await admin.GetAsync($"/api/ratelimit/apis/{name}");
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
    });

    private async Task HoldsAsync(string name, string json)
    {
        using var admin = console.App.Admin();
        using var api = await admin.GetAsync($"/api/ratelimit/apis/{name}");
        Assert.Equal(json.Replace("NAME", name, StringComparison.Ordinal), api.Json.GetRawText());
    }
}
