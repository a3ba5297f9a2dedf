using CsCheck;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.Tests.UrlShortening.Targets;

/// <summary>What is accepted as a target and what is refused, with a reason.</summary>
public sealed class TargetUrlTests
{
    [Theory]
    [InlineData("http://example.com", "example.com", 80)]
    [InlineData("https://example.com/", "example.com", 443)]
    [InlineData("HTTPS://EXAMPLE.com:8443/A", "example.com", 8443)]
    [InlineData("http://example.com.:/x", "example.com", 80)]
    [InlineData("http://192.0.2.1/", "192.0.2.1", 80)]
    [InlineData("http://[2001:DB8::1]:81/", "2001:db8::1", 81)]
    [InlineData("http://a_b.example?x@y", "a_b.example", 80)]
    [InlineData("http://example.com?back\\slash#frag\\ment", "example.com", 80)]
    [InlineData("http://example.com:000080/", "example.com", 80)]
    [InlineData("https://xn--bcher-kva.example/%zz%", "xn--bcher-kva.example", 443)]
    public void Takes_host_and_port_from_a_url(string url, string host, int port)
    {
        Assert.Equal(new TargetUrl(host, port), TargetUrl.Parse(url, out var refusal));
        Assert.Null(refusal);
    }

    [Theory]
    [InlineData("", "characters")]
    [InlineData("example.com", "http://")]
    [InlineData("//example.com", "http://")]
    [InlineData("javascript:alert(1)", "http://")]
    [InlineData("data:text/html,x", "http://")]
    [InlineData("ftp://example.com/", "http://")]
    [InlineData("http:/example.com", "http://")]
    [InlineData("http:///path", "no host")]
    [InlineData("http://.", "no host")]
    [InlineData("http://?q", "no host")]
    [InlineData("http://:80/", "no host")]
    [InlineData("http://user@example.com/", "user name")]
    [InlineData("http://user:pw@example.com/", "user name")]
    [InlineData("http://@example.com/", "user name")]
    [InlineData("http://example.com\\@evil.test/", "user name")]
    [InlineData("http://example.com/a\\b", "backslash")]
    [InlineData("http://example.com:0/", "port")]
    [InlineData("http://example.com:65536/", "port")]
    [InlineData("http://example.com:+80/", "port")]
    [InlineData("http://example.com:8a/", "port")]
    [InlineData("http://a..b/", "parts between the dots")]
    [InlineData("http://ex%61mple.com/", "parts between the dots")]
    [InlineData("http://2130706433/", "IPv4")]
    [InlineData("http://0x7f.1/", "IPv4")]
    [InlineData("http://127.0.0.01/", "IPv4")]
    [InlineData("http://1.2.3.4.5/", "IPv4")]
    [InlineData("http://192.0.2.1./", "IPv4")]
    [InlineData("http://[::1%25eth0]/", "IPv6")]
    [InlineData("http://[192.0.2.1]/", "IPv6")]
    [InlineData("http://[::1/", "IPv6")]
    [InlineData("http://::1/", "port")]
    [InlineData("http://[::1]x/", "port")]
    [InlineData(" http://example.com/", "U+0020 at position 1")]
    [InlineData("http://example.com/a b", "percent-encoded")]
    [InlineData("http://example.com/\n", "U+000A")]
    [InlineData("http://example.com/\u007f", "U+007F")]
    [InlineData("http://example.com/\ud83d\ude00", "U+1F600")]
    public void Refuses_with_a_reason_that_says_why(string url, string reason)
    {
        Assert.Null(TargetUrl.Parse(url, out var refusal));
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_how_to_write_a_host_in_unicode()
    {
        TargetUrl.Parse("https://bücher.example/straße?q=ü", out var refusal);
        Assert.Contains("https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_half_a_surrogate_pair()
    {
        TargetUrl.Parse("http://example.com/\ud83d", out var refusal);
        Assert.Contains("U+D83D", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Accepts_8192_characters_and_refuses_8193()
    {
        var longest = "https://example.com/".PadRight(TargetUrl.MaxLength, 'x');
        Assert.NotNull(TargetUrl.Parse(longest, out _));
        Assert.Null(TargetUrl.Parse(longest + "x", out var refusal));
        Assert.Contains("8,192", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Accepts_every_visible_character_after_the_question_mark() =>
        Gen.Char[' ', '~'].Where(character => character != ' ').Array[0, 200]
            .Sample(query => TargetUrl.Parse("https://example.com/?" + new string(query), out _) == new TargetUrl("example.com", 443));

    [Fact]
    public void Agrees_with_the_framework_on_host_and_port_of_whatever_it_accepts() =>
        Gen.Char["abcAZ019.-_:/?#[]@%\\x"].Array[0, 30].Select(rest => "http://" + new string(rest)).Sample(
            url => TargetUrl.Parse(url, out _) is not { } target
                || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
                || (string.Equals(target.Host, uri.DnsSafeHost.TrimEnd('.'), StringComparison.OrdinalIgnoreCase) && target.Port == uri.Port),
            iter: 20_000);

    [Fact]
    public void Always_gives_either_parts_or_a_reason() =>
        Gen.String.Sample(text => (TargetUrl.Parse("http://" + text, out var refusal) is null) == (refusal is not null));
}
