using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Targets;

namespace Serverless.Core.Tests.UrlShortening.Targets;

/// <summary>Which hosts an entry blocks.</summary>
public sealed class BlockListTests
{
    [Theory]
    [InlineData("evil.example", "https://evil.example/", true)]
    [InlineData("evil.example", "https://EVIL.example.:8443/x", true)]
    [InlineData(" Evil.Example. ", "https://evil.example/", true)]
    [InlineData("evil.example", "https://www.evil.example/", false)]
    [InlineData("evil.example", "https://notevil.example/", false)]
    [InlineData(".evil.example", "https://evil.example/", true)]
    [InlineData(".evil.example", "https://a.b.evil.example/", true)]
    [InlineData("*.evil.example", "https://a.b.evil.example/", true)]
    [InlineData("*.evil.example", "https://evil.example/", true)]
    [InlineData(".evil.example", "https://notevil.example/", false)]
    [InlineData(".evil.example", "https://evil.example.com/", false)]
    [InlineData("bücher.example", "https://xn--bcher-kva.example/", true)]
    [InlineData(".xn--bcher-kva.example", "https://www.xn--bcher-kva.example/", true)]
    [InlineData("ПРИМЕР.РФ", "https://xn--e1afmkfd.xn--p1ai/", true)]
    [InlineData(".ПРИМЕР.РФ", "https://www.xn--e1afmkfd.xn--p1ai./", true)]
    [InlineData("bo\u0308sen.example", "https://xn--bsen-5qa.example/", true)]
    [InlineData("ＥＶＩＬ。example", "https://evil.example/", true)]
    [InlineData("straße.example", "https://xn--strae-oqa.example/", true)]
    [InlineData("straße.example", "https://strasse.example/", false)]
    [InlineData("XN--BCHER-KVA.example", "https://xn--bcher-kva.example/", true)]
    [InlineData("10.0.0.1", "http://[::ffff:10.0.0.1]/", true)]
    [InlineData("10.0.0.1", "http://[::FFFF:A00:1]/", true)]
    [InlineData("10.0.0.1", "http://[64:ff9b::10.0.0.1]/", true)]
    [InlineData("::ffff:10.0.0.1", "http://10.0.0.1/", true)]
    [InlineData("192.0.2.1", "http://192.0.2.1/", true)]
    [InlineData("2001:db8::1", "http://[2001:DB8:0::1]/", true)]
    [InlineData("[2001:db8::1]", "http://[2001:DB8:0::1]/", true)]
    public void Blocks_a_host_or_all_below_it(string entry, string url, bool blocked) =>
        Assert.Equal(blocked, new BlockedHosts([entry]).BlocksUrl(url));

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData(".")]
    [InlineData("https://evil.example/")]
    [InlineData("evil..example")]
    public void Blocks_nothing_by_an_entry_that_is_no_host(string entry) => Assert.True(new BlockedHosts([entry]).IsEmpty);

    [Fact]
    public void Names_the_entries_that_it_can_not_read()
    {
        var unreadable = new List<string>();
        Assert.False(new BlockedHosts(["evil.example", "ev il", ""], unreadable.Add).IsEmpty);
        Assert.Equal(["ev il"], unreadable);
    }

    [Fact]
    public void Follows_the_settings()
    {
        var options = new ChangingOptions<LinksOptions>(new LinksOptions());
        using var list = new BlockList(options, NullLogger<BlockList>.Instance);
        Assert.False(list.Current.Blocks("evil.example"));
        options.Change(new LinksOptions { BlockedHosts = { "evil.example" } });
        Assert.True(list.Current.Blocks("evil.example"));
    }
}
