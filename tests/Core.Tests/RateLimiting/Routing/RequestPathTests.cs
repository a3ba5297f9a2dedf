using CsCheck;
using Serverless.Core.RateLimiting.Routing;

namespace Serverless.Core.Tests.RateLimiting.Routing;

/// <summary>Which paths mean the same to everybody.</summary>
public sealed class RequestPathTests
{
    private static readonly Gen<string> Paths = Gen.OneOf(
        Gen.OneOf(new[] { "a", "..", ".", "/", "//", "\\", "%2f", "%2F", "%5c", "%2e", "%25", "%", "..;", ";", "é", "😀", "\0", " ", "?", "#", "%c0%ae" }.Select(Gen.Const).ToArray()),
        Gen.String[Gen.Char[' ', '~'], 0, 4]).Array[0, 8].Select(string.Concat);

    [Theory]
    [InlineData("")]
    [InlineData("orders/7")]
    [InlineData("orders/")]
    [InlineData("a..b/...c/.well-known/x.y")]
    [InlineData("ä/😀 &=+,:@!$'()*~")]
    [InlineData("なぜ？/甲；乙/100％/Fate／stay")]
    [InlineData("100%/50%z/%")]
    public void Forwards_paths_that_can_be_read_in_one_way_only(string path) => Assert.Null(RequestPath.Refuse(path));

    [Theory]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a/..;x=1/b")]
    [InlineData("a/.;/b")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a\\b")]
    [InlineData("a/..\\b")]
    [InlineData("a%2fb")]
    [InlineData("a%2Fb")]
    [InlineData("a%5cb")]
    [InlineData("a/%2e%2e/b")]
    [InlineData("a%00b")]
    [InlineData("%c0%ae%c0%ae/")]
    [InlineData("a\0b")]
    [InlineData("a\rb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("orders/search;x=1")]
    [InlineData("orders;/search")]
    [InlineData("orders/search.")]
    [InlineData("orders./search")]
    [InlineData("orders/search...")]
    [InlineData("orders/search ")]
    [InlineData("orders/ search")]
    [InlineData("orders/search\u00a0")]
    [InlineData("orders/search\u3000/x")]
    [InlineData("orders/search\u200b")]
    [InlineData("orders/search?x")]
    [InlineData("orders/search#x")]
    [InlineData("orders/%73earch")]
    [InlineData("orders/%u0073earch")]
    [InlineData("orders/search\u037ex")]
    [InlineData("orders/%ff")]
    [InlineData("orders/\ufffd")]
    [InlineData("a//")]
    public void Refuses_paths_that_two_servers_may_read_differently(string path) => Assert.NotNull(RequestPath.Refuse(path));

    [Theory]
    [InlineData("/orders/7", "orders/7")]
    [InlineData("/p%C3%A4th%20x", "päth x")]
    [InlineData("/a%3Fb", null)]
    [InlineData("/a%3bb", null)]
    [InlineData("/a%23b", null)]
    [InlineData("/a%20", null)]
    [InlineData("/a%2e", null)]
    [InlineData("/%e0%80%af", null)]
    [InlineData("/", "")]
    [InlineData("/a%2Fb", null)]
    [InlineData("/a%252fb", null)]
    [InlineData("/%2e%2e/b", null)]
    [InlineData("/a%5Cb", null)]
    [InlineData("/a%00", null)]
    [InlineData("http://x/a", null)]
    [InlineData("*", null)]
    public void Decodes_what_stands_in_a_request_line(string raw, string? path) => Assert.Equal(path, RequestPath.Decode(raw).Path);

    [Fact]
    public void What_is_forwarded_is_what_was_matched_however_it_is_decoded() => Paths.Sample(path =>
    {
        if (RequestPath.Refuse(path) is not null)
        {
            return;
        }

        var uri = new Uri($"http://upstream/base/{RequestPath.Encode(path)}");
        Assert.Equal($"/base/{path}", Uri.UnescapeDataString(uri.AbsolutePath));
        Assert.Equal(path, RequestPath.Decode("/" + RequestPath.Encode(path)).Path);
    });
}
