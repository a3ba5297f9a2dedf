using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Triggers;

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

    /// <summary>All that the process serves by GET and no function does.</summary>
    [Fact]
    [Trait(TestHost.Trait, TestHost.Local)]
    public async Task Can_be_asked_by_head_wherever_by_get()
    {
        using var client = app.Anonymous();
        var functions = app.Cluster.Services[0].GetRequiredService<FunctionCatalog>().Http.Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        var routes = app.Cluster.Services[0].GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => !functions.Contains(route.DisplayName!) && route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(route => route.RoutePattern.RawText!)
            .ToArray();
        Assert.NotEmpty(routes);
        foreach (var path in routes.Select(route => $"/{route.TrimStart('/').Replace("{documentName?}", "v1", StringComparison.Ordinal)}"))
        {
            using var got = await client.GetAsync(path);
            using var head = await client.SendAsync(HttpMethod.Head, path);
            Assert.True((int)got.Status < 400, $"{path}: {got.Status}");
            Assert.Equal((got.Status, got.ContentType, got.Header("Location"), 0), (head.Status, head.ContentType, head.Header("Location"), head.Body.Length));
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
