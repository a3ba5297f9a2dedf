namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

public sealed class HeaderTests
{
    [Theory]
    [InlineData("x-several", "X-Several: a\r\nx-several: b, c\r\nX-Several: d\r\n", "1: a, b, c, d")]
    [InlineData("accept", "Accept: text/html\r\nAccept: text/plain\r\n", "1: text/html, text/plain")]
    [InlineData("cookie", "Cookie: a=1\r\nCookie: b=2\r\n", "1: a=1; b=2")]
    [InlineData("x-one", "X-One: a\r\n", "1: a")]
    public async Task Joins_repeated_request_headers(string name, string lines, string expected)
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        Assert.Equal(expected, (await server.GetAsync($"/api/header/{name}", lines)).Body);
    }

    [Fact]
    public async Task Drops_the_connections_own_headers_from_an_answer()
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        var answer = await server.GetAsync("/api/hop");

        Assert.Equal("hop", answer.Body);
        Assert.Contains("X-Kept: yes", answer.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("Connection:", answer.Head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Keep-Alive:", answer.Head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Answers_431_to_headers_over_32_KB()
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        Assert.Equal(200, (await server.GetAsync("/abc", $"X-Long: {new string('a', 32_000)}\r\n")).Status);
        Assert.Equal(431, (await server.GetAsync("/abc", $"X-Long: {new string('a', 32_768)}\r\n")).Status);
    }
}
