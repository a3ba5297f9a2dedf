using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Console.Tests.Browser;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.Functions.WebConsole;

namespace Serverless.Console.Tests;

/// <summary>What the console is sent as.</summary>
public sealed partial class ConsoleOverHttpTests(ConsoleApp console)
{
    private const string Page = "/api/console";
    private const int TransferLimit = 100_000;

    [Fact]
    public async Task Says_what_the_page_may_load_and_allows_nothing_inline()
    {
        using var page = await GetAsync(Page);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.ContentType));
        var policy = page.Header("Content-Security-Policy")!;
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; ", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
        var html = Encoding.UTF8.GetString(page.Body);
        Assert.DoesNotMatch(Inline(), html);
        Assert.All(Assets(html), asset => Assert.StartsWith("/api/console/assets/", asset, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Is_sent_in_less_than_100_KB(string coding)
    {
        using var page = await GetAsync(Page, coding);
        var total = page.Body.Length;
        foreach (var asset in Assets(await DecodeAsync(page)))
        {
            using var answer = await GetAsync(asset, coding);
            Assert.Equal((HttpStatusCode.OK, coding), (answer.Status, answer.Header("Content-Encoding")));
            Assert.Equal("public, max-age=31536000, immutable", answer.Header("Cache-Control"));
            Assert.Equal("Accept-Encoding", answer.Header("Vary"));
            Assert.NotEmpty(await DecodeAsync(answer));
            total += answer.Body.Length;
        }

        TestContext.Current.SendDiagnosticMessage($"The console is {total} bytes in {coding}.");
        Assert.InRange(total, 10_000, TransferLimit);
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip;q=1, br;q=0.5", "gzip")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("BR", "br")]
    [InlineData("deflate", null)]
    [InlineData("identity", null)]
    [InlineData("br;q=0, gzip;q=0", null)]
    [InlineData("identity;q=1, *;q=0", null)]
    [InlineData("", null)]
    public async Task Is_encoded_as_the_client_prefers(string accepted, string? coding)
    {
        using var page = await GetAsync(Page, accepted);
        Assert.Equal((HttpStatusCode.OK, coding), (page.Status, page.Header("Content-Encoding")));
        Assert.Contains("<title>Serverless console</title>", await DecodeAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_sent_again_to_whoever_has_it()
    {
        using var first = await GetAsync(Page, "br");
        var tag = first.Header("ETag")!;
        using var again = await GetAsync(Page, "br", tag);
        using var weakly = await GetAsync(Page, "br", $"\"other\", W/{tag}");
        using var other = await GetAsync(Page, "gzip", tag);
        Assert.Equal("no-cache", first.Header("Cache-Control"));
        Assert.Equal((HttpStatusCode.NotModified, 0, tag), (again.Status, again.Body.Length, again.Header("ETag")));
        Assert.Equal(HttpStatusCode.NotModified, weakly.Status);
        Assert.Equal(HttpStatusCode.OK, other.Status);
    }

    [Fact]
    public async Task Answers_HEAD_without_a_body()
    {
        using var client = console.App.Anonymous();
        using var full = await client.GetAsync(Page);
        using var head = await client.SendAsync(HttpMethod.Head, Page);
        Assert.Equal((HttpStatusCode.OK, 0), (head.Status, head.Body.Length));
        Assert.Equal((full.Header("Content-Length"), full.Header("ETag")), (head.Header("Content-Length"), head.Header("ETag")));
    }

    [Theory]
    [InlineData("no-such-file.js")]
    [InlineData("..%2findex.html")]
    [InlineData("app.js.br")]
    public async Task Has_no_other_files(string file)
    {
        using var answer = await GetAsync($"/api/console/assets/{file}");
        answer.IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task The_root_leads_to_it()
    {
        using var root = await GetAsync("/");
        Assert.Contains("href=\"/api/console\"", Encoding.UTF8.GetString(root.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_to_install_when_the_build_had_no_Node()
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body }, RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        await new ConsoleMissingResult().ExecuteAsync(context);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        Assert.Contains("Install Node.js", Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }

    private async Task<ApiResponse> GetAsync(string path, string? encodings = null, string? ifNoneMatch = null)
    {
        using var client = console.App.Anonymous();
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (encodings is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encodings);
        }

        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        return await client.SendAsync(request);
    }

    private static async Task<string> DecodeAsync(ApiResponse answer)
    {
        using var body = new MemoryStream(answer.Body);
        await using Stream decoded = answer.Header("Content-Encoding") switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(decoded);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static string[] Assets(string html) => [.. Loaded().Matches(html).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("(?:<link[^>]*href|<script[^>]*src)=\"([^\"]+)\"")]
    private static partial Regex Loaded();

    [GeneratedRegex("<style|<script(?![^>]* src=)|\\sstyle=|\\son[a-z]+=", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
