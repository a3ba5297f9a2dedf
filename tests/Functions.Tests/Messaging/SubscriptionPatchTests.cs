using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>A PATCH of a subscription is a merge patch (RFC 7396) at every depth.</summary>
public sealed class SubscriptionPatchTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Pull = """{"delivery":{"mode":"pull"},"filter":{"a":"1","b":{"prefix":"2"}},"retry":{"minBackoff":"PT2S","maxBackoff":"PT4S","maxAttempts":7}}""";
    private const string Push = """{"delivery":{"mode":"push","endpoint":"http://127.0.0.1:9/mail","batch":true},"paused":true}""";

    [Theory]
    [InlineData("""{"filter":{"c":"3"}}""", "filter", """{"a":"1","b":{"prefix":"2"},"c":"3"}""")]
    [InlineData("""{"filter":{"a":null}}""", "filter", """{"b":{"prefix":"2"}}""")]
    [InlineData("""{"filter":{"a":{"prefix":"x"},"b":"y"}}""", "filter", """{"a":{"prefix":"x"},"b":"y"}""")]
    [InlineData("""{"filter":{"b":{"prefix":"z"},"none":null}}""", "filter", """{"a":"1","b":{"prefix":"z"}}""")]
    [InlineData("""{"filter":{}}""", "filter", """{"a":"1","b":{"prefix":"2"}}""")]
    [InlineData("""{"filter":null}""", "filter", null)]
    [InlineData("""{"retry":{"maxAttempts":null}}""", "retry", """{"minBackoff":"PT2S","maxBackoff":"PT4S","maxAttempts":10}""")]
    [InlineData("""{"retry":{"maxBackoff":null,"maxAttempts":3}}""", "retry", """{"minBackoff":"PT2S","maxBackoff":"PT10M","maxAttempts":3}""")]
    [InlineData("""{"retry":null}""", "retry", """{"minBackoff":"PT1S","maxBackoff":"PT10M","maxAttempts":10}""")]
    [InlineData("""{}""", "retry", """{"minBackoff":"PT2S","maxBackoff":"PT4S","maxAttempts":7}""")]
    public async Task Changes_what_it_names_and_nothing_beside_it(string patch, string field, string? expected)
    {
        using var client = app.Admin();
        var path = await SubscribeAsync(client, Pull);
        using var changed = await client.SendAsync(HttpMethod.Patch, path, patch);
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        using var read = await client.GetAsync(path);
        Assert.Equal(expected is not null, read.Json.TryGetProperty(field, out var value));
        Assert.True(expected is null || JsonElement.DeepEquals(value, JsonElement.Parse(expected)), value.ToString());
    }

    [Theory]
    [InlineData("""{"delivery":{"batch":null}}""", """{"mode":"push","endpoint":"http://127.0.0.1:9/mail","batch":false,"verified":false}""")]
    [InlineData("""{"delivery":{"endpoint":"http://127.0.0.1:9/other"}}""", """{"mode":"push","endpoint":"http://127.0.0.1:9/other","batch":true,"verified":false}""")]
    [InlineData("""{"delivery":{"mode":"push","batch":false}}""", """{"mode":"push","endpoint":"http://127.0.0.1:9/mail","batch":false,"verified":false}""")]
    [InlineData("""{"delivery":{"mode":"pull"}}""", """{"mode":"pull"}""")]
    public async Task Changes_the_delivery_and_leaves_nothing_of_another_mode(string patch, string expected)
    {
        using var client = app.Admin();
        var path = await SubscribeAsync(client, Push);
        using var changed = await client.SendAsync(HttpMethod.Patch, path, patch);
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.True(JsonElement.DeepEquals(changed.Json.GetProperty("delivery"), JsonElement.Parse(expected)), changed.Json.GetRawText());
    }

    [Theory]
    [InlineData("""{"nonsense":null}""", "nonsense")]
    [InlineData("""{"retry":{"nonsense":null}}""", "retry.nonsense")]
    [InlineData("""{"retry":{"maxAttempts":0}}""", "retry.maxAttempts")]
    [InlineData("""{"retry":{"maxAttempts":"3"}}""", "retry.maxAttempts")]
    [InlineData("""{"filter":{"a":3}}""", "filter.a")]
    [InlineData("""{"delivery":null}""", "delivery")]
    [InlineData("""{"delivery":{"mode":null}}""", "delivery.mode")]
    [InlineData("""[]""", "body")]
    public async Task Changes_nothing_when_what_comes_of_it_is_wrong(string patch, string field)
    {
        using var client = app.Admin();
        var path = await SubscribeAsync(client, Pull);
        using var before = await client.GetAsync(path);
        using var refused = await client.SendAsync(HttpMethod.Patch, path, patch);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.True(refused.Json.GetProperty("errors").TryGetProperty(field, out _), refused.Json.GetRawText());
        using var after = await client.GetAsync(path);
        Assert.Equal(before.Json.GetRawText(), after.Json.GetRawText());
    }

    private static async Task<string> SubscribeAsync(ApiClient client, string body)
    {
        var path = $"/api/topics/{await client.TopicAsync()}/subscriptions/mail";
        using var made = await client.PutTextAsync(path, body);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        return path;
    }
}
