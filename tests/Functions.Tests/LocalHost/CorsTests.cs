using Serverless.Functions.Tests.EndToEnd;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.LocalHost;

/// <summary>Browsers of configured origins may call the API, others may not.</summary>
public sealed class CorsTests
{
    [Theory]
    [InlineData("https://app.example", HttpStatusCode.NoContent, "https://app.example")]
    [InlineData("https://evil.example", HttpStatusCode.NoContent, null)]
    public async Task Answers_a_preflight_for_configured_origins_alone(string origin, HttpStatusCode status, string? allowed)
    {
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync("--port", "0", "--data", folder.Path, "--Cors:Origins:0", "https://app.example");
        using var client = new ApiClient(cluster.Addresses[0], null);
        using var preflight = await client.SendAsync(Preflight(origin));
        Assert.Equal((status, allowed), (preflight.Status, preflight.Header("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Knows_no_options_without_configured_origins()
    {
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync("--port", "0", "--data", folder.Path);
        using var client = new ApiClient(cluster.Addresses[0], null);
        using var preflight = await client.SendAsync(Preflight("https://app.example"));
        Assert.Equal(HttpStatusCode.NotFound, preflight.Status);
        Assert.Empty(preflight.Body);
    }

    private static HttpRequestMessage Preflight(string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/api/links");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return request;
    }
}
