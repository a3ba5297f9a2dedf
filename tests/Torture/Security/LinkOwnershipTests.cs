using Serverless.Core.Access;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Torture.Security;

/// <summary>Every route of a link for somebody with the right scope who does not own it.</summary>
public sealed class LinkOwnershipTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task A_link_is_its_owner_s_alone()
    {
        using var owner = await app.ClientAsync("owner", ScopeNames.Links);
        using var other = await app.ClientAsync("other", ScopeNames.Links);
        using var created = await owner.PostAsync("/api/links", new { url = "https://example.com/mine", alias = Routes.LinkAlias });
        Assert.Equal(HttpStatusCode.Created, created.Status);
        foreach (var call in Routes.All.Where(call => call.Path.Contains(Routes.LinkAlias, StringComparison.Ordinal)))
        {
            Assert.Equal((call.Function, HttpStatusCode.Forbidden), (call.Function, await StatusAsync(other, call)));
        }

        using var listed = await other.GetAsync("/api/links");
        Assert.Equal(0, listed.Json.GetProperty("items").GetArrayLength());
        using var found = await owner.GetAsync("/api/links/" + Routes.LinkAlias);
        Assert.Equal("https://example.com/mine", found.Text("url"));
    }

    private static async Task<HttpStatusCode> StatusAsync(ApiClient client, RouteCall call)
    {
        using var response = await client.SendAsync(new HttpMethod(call.Method), call.Path, call.Body);
        return response.Status;
    }
}
