using System.Text;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.UrlShortening;

/// <summary>Input that can't be used is refused with a reason, and nothing is written.</summary>
public sealed class LinkBadInputTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Theory]
    [InlineData("", "body", "is empty")]
    [InlineData("not json", "body", "is not JSON")]
    [InlineData("""{"url":"https://example.com/"}x""", "body", "is not JSON")]
    [InlineData("""{"url":"https://example.com/","url":"https://example.com/"}""", "body", "only once")]
    [InlineData("\"https://example.com/\"", "body", "must be a JSON object")]
    [InlineData("null", "body", "must be a JSON object")]
    [InlineData("{}", "url", "is required")]
    [InlineData("""{"url":null}""", "url", "is required")]
    [InlineData("""{"URL":"https://example.com/"}""", "URL", "is not a field")]
    [InlineData("""{"url":"https://example.com/","colour":"red"}""", "colour", "its fields are url, alias, key, expiresAt, expiresIn, redirect")]
    [InlineData("""{"url":5}""", "url", "must be a string")]
    [InlineData("""{"url":["https://example.com/"]}""", "url", "must be a string")]
    [InlineData("""{"url":"https://example.com/\ud800"}""", "url", "must be a string of valid Unicode")]
    [InlineData("""{"url":"https://example.com/","redirect":"301"}""", "redirect", "must be a whole number")]
    [InlineData("""{"url":"https://example.com/","redirect":301.5}""", "redirect", "must be a whole number")]
    [InlineData("""{"url":"https://example.com/","redirect":303}""", "redirect", "must be 301 or 302")]
    [InlineData("""{"url":""}""", "url", "must have 1-8,192 characters")]
    [InlineData("""{"url":"javascript:alert(1)"}""", "url", "http://")]
    [InlineData("""{"url":"data:text/html,x"}""", "url", "http://")]
    [InlineData("""{"url":"example.com"}""", "url", "http://")]
    [InlineData("""{"url":"https://user:secret@example.com/"}""", "url", "user name")]
    [InlineData("""{"url":"https://bücher.example/"}""", "url", "https://xn--bcher-kva.example/")]
    [InlineData("""{"url":"https://example.com/a\nb"}""", "url", "U+000A")]
    [InlineData("""{"url":"https://example.com/","alias":"abc"}""", "alias", "4-64")]
    [InlineData("""{"url":"https://example.com/","alias":"gateway"}""", "alias", "reserved")]
    [InlineData("""{"url":"https://example.com/","alias":"a/../b"}""", "alias", "may hold only")]
    [InlineData("""{"url":"https://example.com/","expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt", "in the future")]
    [InlineData("""{"url":"https://example.com/","expiresAt":"2120-01-01T00:00:00Z"}""", "expiresAt", "at most 10 years")]
    [InlineData("""{"url":"https://example.com/","expiresAt":"tomorrow"}""", "expiresAt", "such as 2026-11-23T10:00:00Z")]
    [InlineData("""{"url":"https://example.com/","expiresAt":"2030-01-01T00:00:00"}""", "expiresAt", "with its offset")]
    [InlineData("""{"url":"https://example.com/","expiresAt":"01/02/2030"}""", "expiresAt", "with its offset")]
    [InlineData("""{"url":"https://example.com/","expiresAt":1900000000}""", "expiresAt", "with its offset")]
    [InlineData("""{"url":"https://example.com/","expiresIn":"P11Y"}""", "expiresIn", "at most 10 years")]
    [InlineData("""{"url":"https://example.com/","expiresIn":"-P1D"}""", "expiresIn", "longer than nothing")]
    [InlineData("""{"url":"https://example.com/","expiresIn":"PT0S"}""", "expiresIn", "longer than nothing")]
    [InlineData("""{"url":"https://example.com/","expiresIn":"1 day"}""", "expiresIn", "ISO 8601")]
    [InlineData("""{"url":"https://example.com/","expiresIn":"P99999999999D"}""", "expiresIn", "ISO 8601")]
    [InlineData("""{"url":"https://example.com/","expiresIn":"P9999999W"}""", "expiresIn", "ISO 8601")]
    [InlineData("""{"url":"https://example.com/","expiresIn":"P1D","expiresAt":"2030-01-01T00:00:00Z"}""", "expiresIn", "together with expiresAt")]
    public async Task Refuses_a_link_naming_the_field_and_writes_nothing(string body, string field, string reason)
    {
        using var client = await app.ClientAsync("bad-" + Guid.NewGuid().ToString("n"), "links");
        using var created = await client.PostTextAsync("/api/links", body);
        created.Refuses(field, reason);
        await HasNoLinksAsync(client);
    }

    [Fact]
    public async Task Names_every_bad_field_at_once()
    {
        using var client = await app.ClientAsync("several", "links");
        using var created = await client.PostTextAsync("/api/links", """{"url":"ftp://x","alias":"a","redirect":200}""");
        created.Refuses("url", "http://");
        created.Refuses("alias", "4-64");
        created.Refuses("redirect", "301 or 302");
    }

    [Fact]
    public async Task Refuses_targets_that_lead_back_to_the_service()
    {
        using var client = await app.ClientAsync("loop", "links");
        foreach (var host in new[] { "127.0.0.1", "localhost", "LOCALHOST.", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1.2.3", "sub.localhost" })
        {
            using var created = await client.PostAsync("/api/links", new { url = $"http://{host}:{app.Address.Port}/abcdefgh" });
            created.Refuses("url", "back to this service");
        }

        using var otherPort = await client.PostAsync("/api/links", new { url = $"http://localhost:{(app.Address.Port == 3000 ? 3001 : 3000)}/" });
        Assert.Equal(HttpStatusCode.Created, otherPort.Status);
    }

    [Fact]
    public async Task Refuses_the_host_that_the_request_came_to()
    {
        using var client = await app.ClientAsync("own-host", "links");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/links") { Content = Json("""{"url":"https://Sho.RT:8443/abcd"}""") };
        request.Headers.Host = "sho.rt";
        using var created = await client.SendAsync(request);
        created.Refuses("url", "back to this service");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuses_a_body_of_10_megabytes(bool chunked)
    {
        using var client = await app.ClientAsync($"large-{chunked}", "links");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/links") { Content = Json("\"" + new string('x', 10_000_000) + "\"") };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        using var created = await client.SendAsync(request);
        created.IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        await HasNoLinksAsync(client);
    }

    [Fact]
    public async Task Reads_a_body_of_just_a_megabyte()
    {
        using var client = await app.ClientAsync("megabyte", "links");
        const string Link = """{"url":"https://example.com/"}""";
        using var fits = await client.PostTextAsync("/api/links", Link.PadRight(1_048_576));
        using var over = await client.PostTextAsync("/api/links", Link.PadRight(1_048_577));
        Assert.Equal(HttpStatusCode.Created, fits.Status);
        over.IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task Refuses_a_compressed_body()
    {
        using var client = await app.ClientAsync("compressed", "links");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/links") { Content = Json("{}") };
        request.Content.Headers.ContentEncoding.Add("gzip");
        using var created = await client.SendAsync(request);
        created.IsProblem(HttpStatusCode.UnsupportedMediaType, "encoded-body");
    }

    [Fact]
    public async Task Reads_a_body_that_begins_with_a_byte_order_mark()
    {
        using var client = await app.ClientAsync("bom", "links");
        using var created = await client.PostTextAsync("/api/links", "\uFEFF{\"url\":\"https://example.com/\"}");
        Assert.Equal(HttpStatusCode.Created, created.Status);
    }

    [Theory]
    [InlineData("""{"url":"ftp://x"}""", "url")]
    [InlineData("""{"expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"redirect":307}""", "redirect")]
    [InlineData("""{"alias":"new-alias"}""", "alias")]
    [InlineData("[]", "body")]
    public async Task Refuses_a_bad_change_and_leaves_the_link(string body, string field)
    {
        using var client = await app.ClientAsync("bad-change", "links");
        using var created = await client.PostAsync("/api/links", new { url = "https://example.com/" });
        using var changed = await client.SendAsync(HttpMethod.Patch, created.Header("Location")!, body);
        using var shown = await client.GetAsync(created.Header("Location")!);
        changed.Refuses(field, "");
        Assert.Equal(created.Json.GetRawText(), shown.Json.GetRawText());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=5&limit=6", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("continuation=made-up", "continuation")]
    [InlineData("continuation=", "continuation")]
    [InlineData("continuation=%FF%FE", "continuation")]
    public async Task Refuses_a_page_that_does_not_exist(string query, string field)
    {
        using var client = await app.ClientAsync("pages", "links");
        using var listed = await client.GetAsync($"/api/links?{query}");
        listed.Refuses(field, "must be");
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task HasNoLinksAsync(ApiClient client)
    {
        using var listed = await client.GetAsync("/api/links");
        Assert.Equal(0, listed.Json.GetProperty("items").GetArrayLength());
    }
}
