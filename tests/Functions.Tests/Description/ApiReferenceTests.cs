using System.Text.RegularExpressions;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Description;

/// <summary>The pages of the API reference come from this machine alone.</summary>
public sealed partial class ApiReferenceTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Loads_nothing_from_another_host()
    {
        using var client = app.Anonymous();
        using var page = await FollowAsync(client, "/api/reference");
        var html = System.Text.Encoding.UTF8.GetString(page.Body);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.ContentType));
        Assert.Contains("api/openapi.json", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(OtherHost(), html);
        var scripts = Script().Matches(html).Select(match => match.Groups["url"].Value).ToArray();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            using var loaded = await client.GetAsync(new Uri(new Uri("http://x/api/reference/"), script).PathAndQuery);
            Assert.Equal(HttpStatusCode.OK, loaded.Status);
            Assert.Matches("javascript", loaded.ContentType);
        }
    }

    private static async Task<ApiResponse> FollowAsync(ApiClient client, string path)
    {
        var response = await client.GetAsync(path);
        if (response.Header("Location") is not { } location)
        {
            return response;
        }

        response.Dispose();
        return await client.GetAsync(new Uri(new Uri("http://x/api/reference"), location).PathAndQuery);
    }

    [GeneratedRegex("""<script[^>]*\ssrc="(?<url>[^"]+)""")]
    private static partial Regex Script();

    [GeneratedRegex("""(src|href)="(https?:)?//""")]
    private static partial Regex OtherHost();
}
